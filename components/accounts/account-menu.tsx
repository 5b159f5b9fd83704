"use client";

import { Activity, CircleUserRound, LogOut, Users } from "lucide-react";
import Link from "next/link";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, buttonClass, ErrorNote, Skeleton } from "@/components/ui";
import { signOut } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { useLab } from "./lab-context";
import { useLabMessages } from "./use-messages";

/** Who is signed in, and the way to the account, the people and out. */
export function AccountMenu() {
  const t = useLabMessages();
  const { hrefTo } = useWorkbench();
  const me = useLab()?.me;
  const leave = useActionOf(signOut);
  if (me === undefined) return <Skeleton className="h-16 w-full" />;
  const { name, role } = me.person;
  return (
    <section aria-label={t.menu.account} className="flex flex-col gap-2 border-b pb-4">
      <p className="text-sm text-soft">
        {t.menu.signedInAs} <span className="font-medium text-ink">{name}</span> · {t.roles[role].name}
      </p>
      <div className="flex flex-wrap gap-2">
        <Link href={hrefTo("/account")} prefetch={false} className={buttonClass("secondary", "sm")}>
          <CircleUserRound aria-hidden className="size-4" />
          {t.menu.account}
        </Link>
        {role === "admin" && (
          <>
            <Link href={hrefTo("/people")} prefetch={false} className={buttonClass("secondary", "sm")}>
              <Users aria-hidden className="size-4" />
              {t.menu.people}
            </Link>
            <Link href={hrefTo("/operations")} prefetch={false} className={buttonClass("secondary", "sm")}>
              <Activity aria-hidden className="size-4" />
              {t.menu.operations}
            </Link>
          </>
        )}
        <Button
          size="sm"
          variant="quiet"
          icon={<LogOut />}
          pending={leave.isPending}
          onClick={() => leave.mutate({}, { onSuccess: () => location.assign("/sign-in") })}
        >
          {t.menu.signOut}
        </Button>
      </div>
      {leave.error && <ErrorNote error={leave.error} />}
    </section>
  );
}
