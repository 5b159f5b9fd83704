"use client";

import { clsx } from "clsx";
import { useId, type ReactNode } from "react";

/** What a field hands to the control inside it. */
export interface ControlProps {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  "aria-required"?: true;
}

export interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  /** Shown at the end of the label's line: a count, a small button. */
  aside?: ReactNode;
  className?: string;
  children: (control: ControlProps) => ReactNode;
}

/** A label, a control, and under it what is wrong or, when nothing is, a hint. */
export function Field({ label, hint, error, required = false, aside, className, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error || hint;
  return (
    <div className={clsx("flex min-w-0 flex-col gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="text-sm font-medium text-ink">
          {label}
        </label>
        {aside}
      </div>
      {children({
        id,
        ...(note && { "aria-describedby": noteId }),
        ...(error && { "aria-invalid": true as const }),
        ...(required && { "aria-required": true as const }),
      })}
      {note && (
        <p
          id={noteId}
          role={error ? "alert" : undefined}
          className={clsx("text-xs", error ? "text-danger" : "text-faint")}
        >
          {note}
        </p>
      )}
    </div>
  );
}
