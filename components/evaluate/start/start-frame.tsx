"use client";

import { Play, X } from "lucide-react";
import { useId, type ReactNode } from "react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { useRefusal } from "@/components/accounts/roles/use-refusal";
import { ErrorNote, IconButton, type ErrorLike } from "@/components/ui";

interface StartFrameProps {
  title: string;
  detail?: string;
  close: string;
  onClose: () => void;
  children: ReactNode;
}

/** What stands around everything that is filled in before something long is started. */
export function StartFrame({ title, detail, close, onClose, children }: StartFrameProps) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className="min-w-0 rounded-lg border bg-raised p-5">
      <div className="mb-4 flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 id={titleId} className="text-xl">
            {title}
          </h2>
          {detail !== undefined && <p className="mt-1 max-w-measure text-sm text-soft">{detail}</p>}
        </div>
        <IconButton label={close} icon={<X />} onClick={onClose} />
      </div>
      {children}
    </section>
  );
}

/** Its two columns: on what, and how. */
export function StartColumns({
  canRun,
  onRun,
  children,
}: {
  canRun: boolean;
  onRun: () => void;
  children: ReactNode;
}) {
  const isRefused = useRefusal("jobs.start") !== undefined;
  return (
    <form
      className="grid gap-x-10 gap-y-6 lg:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (canRun && !isRefused) onRun();
      }}
    >
      {children}
    </form>
  );
}

interface StartButtonProps {
  label: string;
  /** Why it cannot start, in words. */
  obstacle: string | null;
  error: ErrorLike | null;
  isPending: boolean;
  canRun: boolean;
}

/** The button that starts it, below what stands in the way. */
export function StartButton({ label, obstacle, error, isPending, canRun }: StartButtonProps) {
  return (
    <>
      {obstacle !== null && <p className="text-sm text-soft">{obstacle}</p>}
      {error && <ErrorNote error={error} />}
      <RoleButton
        operation="jobs.start"
        type="submit"
        variant="primary"
        icon={<Play />}
        pending={isPending}
        disabled={!canRun}
        className="self-start"
      >
        {label}
      </RoleButton>
    </>
  );
}
