"use client";

import { PanelTop } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { z } from "zod";
import { defineSlide } from "./kind";

/** An address of this workbench alone, so that a script can never lead to another site. */
export const PageAddress = z.object({ url: z.string().regex(/^\/(?!\/)/) });
type PageAddress = z.infer<typeof PageAddress>;

/** A view as it is: its address holds its whole state. */
export const pageSlide = defineSlide<PageAddress>({
  id: "page",
  icon: PanelTop,
  data: PageAddress,
  isLive: true,
  offers: () => true,
  record: async ({ path, query }) => ({ url: query.size > 0 ? `${path}?${query}` : path }),
  Slide: PageSlide,
});

function PageSlide({ data: { url } }: { data: PageAddress }) {
  const router = useRouter();
  useEffect(() => router.push(url), [url, router]);
  return null;
}
