"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useMessages } from "@/components/messages";
import { PLACES } from "./places";
import { useWorkbench } from "./workbench";
import { Wordmark } from "./header/wordmark";

/**
 * The eight places, for wide screens. Nothing of a place can be prefetched, since its page is made for each request; asking
 * for all of them would keep the server from what this page asks.
 */
export function Rail() {
  const t = useMessages();
  const { hrefTo } = useWorkbench();
  return (
    <aside
      aria-label={t.shell.product}
      className="sticky top-0 hidden h-dvh w-52 shrink-0 flex-col border-r bg-paper px-3 py-5 md:flex"
    >
      <Link href={hrefTo("/edit")} prefetch={false} className="mb-8 rounded-sm px-3 py-1">
        <Wordmark />
      </Link>
      <nav aria-label={t.shell.rail}>
        <PlaceList />
      </nav>
      <p className="mt-auto px-3 font-display text-sm text-faint italic">{t.shell.tagline}</p>
    </aside>
  );
}

function PlaceList() {
  const t = useMessages();
  const path = usePathname();
  const { hrefTo } = useWorkbench();
  return (
    <ul className="flex flex-col gap-0.5">
      {PLACES.map(({ id, path: target, icon: Icon }) => {
        const isCurrent = path === target || path.startsWith(`${target}/`);
        return (
          <li key={id}>
            <Link
              href={hrefTo(target)}
              prefetch={false}
              aria-current={isCurrent ? "page" : undefined}
              className={clsx(
                "group relative flex min-h-10 items-center gap-3 rounded-md px-3 text-base transition-colors duration-150",
                isCurrent ? "font-medium text-ink" : "text-soft hover:bg-sunken hover:text-ink",
              )}
            >
              {isCurrent && (
                <span aria-hidden className="absolute inset-y-2 -left-3 w-0.75 rounded-full bg-accent" />
              )}
              <Icon
                aria-hidden
                className={clsx("size-4.5", isCurrent ? "text-accent" : "text-faint group-hover:text-soft")}
              />
              {t.places[id].name}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
