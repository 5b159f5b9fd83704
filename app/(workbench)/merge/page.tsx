import type { Metadata } from "next";
import { FuturePlace } from "@/components/shell/future-place";

export const metadata: Metadata = { title: "Merge" };

export default function MergePage() {
  return <FuturePlace place="merge" actionPath="/library" />;
}
