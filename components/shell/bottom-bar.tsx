"use client";

import { clsx } from "clsx";
import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { useMessages } from "@/components/messages";
import { Menu } from "@/components/ui";
import { PLACES, type PlaceEntry } from "./places";
import { useWorkbench } from "./workbench";

/** How many places fit beside "More" on the narrowest screen. */
const SHOWN = 4;

/** The places at the bottom of a narrow screen, in reach of a thumb. */
export function BottomBar() {
  const t = useMessages();
  const path = usePathname();
  const router = useRouter();
  const { hrefTo } = useWorkbench();
  const rest = PLACES.slice(SHOWN);
  const isInRest = rest.some((place) => path === place.path);
  return (
    <nav
      aria-label={t.shell.rail}
      className="fixed inset-x-0 bottom-0 z-30 short:static grid grid-cols-5 border-t bg-paper pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {PLACES.slice(0, SHOWN).map((place) => (
        <BarLink key={place.id} place={place} isCurrent={path === place.path} href={hrefTo(place.path)} />
      ))}
      <Menu
        trigger={
          <button type="button" className={itemClass(isInRest)}>
            <Ellipsis aria-hidden className="size-5" />
            {t.shell.more}
          </button>
        }
        items={rest.map(({ id, path: target, icon: Icon }) => ({
          key: id,
          label: t.places[id].name,
          icon: <Icon />,
          checked: path === target,
          onSelect: () => router.push(hrefTo(target)),
        }))}
      />
    </nav>
  );
}

function BarLink({ place, isCurrent, href }: { place: PlaceEntry; isCurrent: boolean; href: string }) {
  const t = useMessages();
  const Icon = place.icon;
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={isCurrent ? "page" : undefined}
      className={itemClass(isCurrent)}
    >
      <Icon aria-hidden className="size-5" />
      {t.places[place.id].name}
    </Link>
  );
}

function itemClass(isCurrent: boolean): string {
  return clsx(
    "flex min-h-14 flex-col items-center justify-center gap-0.5 border-t-2 text-xs -outline-offset-2",
    isCurrent ? "border-accent font-medium text-ink" : "border-transparent text-soft",
  );
}
