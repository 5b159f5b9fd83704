"use client";

import { useEffect, useMemo, type ReactNode } from "react";
import { getMe, isEnough, ruleOf, type OperationId } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { LabContext, type RefusalOptions } from "./lab-context";
import { useLabMessages } from "./use-messages";

/** Asks who is signed in. A session that has ended leads to where one signs in. */
export function LabProvider({ children }: { children: ReactNode }) {
  const t = useLabMessages();
  const { data: me, error } = useQueryOf(getMe, {}, { withPage: true });
  const isOut = error?.code === "unauthorized";
  useEffect(() => {
    if (isOut) location.assign(`/sign-in?to=${encodeURIComponent(`${location.pathname}${location.search}`)}`);
  }, [isOut]);

  const value = useMemo(
    () => ({
      me,
      refusalOf: (operation: OperationId, model: string, { isMore, owner }: RefusalOptions) => {
        if (me === undefined) return undefined;
        const rule = ruleOf(operation);
        const isOthers = owner !== undefined && owner !== me.person.name;
        const asked = [rule.needs, isMore && rule.with?.[1], isOthers && rule.others];
        const role = me.person.models[model] ?? me.person.role;
        const lacked = asked.findLast((needs) => needs && needs !== "anybody" && !isEnough(role, needs));
        if (!lacked || lacked === "anybody") return undefined;
        return t.refusal(t.roles[lacked].name, t.roles[role].name, me.admins.join(", "));
      },
    }),
    [me, t],
  );
  return <LabContext value={value}>{children}</LabContext>;
}
