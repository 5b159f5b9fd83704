import { LockKeyhole } from "lucide-react";

/** Why a control beside it is disabled. */
export function RefusalNote({ id, refusal }: { id?: string; refusal: string | undefined }) {
  if (refusal === undefined) return null;
  return (
    <p id={id} className="flex w-full items-start gap-1.5 text-xs text-soft">
      <LockKeyhole aria-hidden className="mt-0.5 size-3 shrink-0" />
      {refusal}
    </p>
  );
}
