"use client";

import { useId, type ComponentProps } from "react";
import { Button } from "@/components/ui";
import type { OperationId } from "@/lib/api";
import { RefusalNote } from "./refusal-note";
import { useRefusal } from "./use-refusal";

interface RoleButtonProps extends ComponentProps<typeof Button> {
  operation: OperationId;
  /** Whose record it is about, where a rule asks for more with another person's. */
  owner?: string;
  /** Beside others that say the same, such as rows of a table, the reason is the tooltip. */
  isOneOfMany?: boolean;
}

/** The button of an operation. Where the person's role does not permit it, it is disabled and says why. */
export function RoleButton({ operation, owner, isOneOfMany = false, disabled, ...rest }: RoleButtonProps) {
  const id = useId();
  const refusal = useRefusal(operation, { owner });
  if (refusal === undefined) return <Button {...rest} disabled={disabled} />;
  if (isOneOfMany) return <Button {...rest} disabled title={refusal} aria-description={refusal} />;
  return (
    <>
      <Button {...rest} disabled aria-describedby={id} />
      <RefusalNote id={id} refusal={refusal} />
    </>
  );
}
