import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

interface FoldProps {
  title: string;
  /** Held open, whatever a person has chosen. */
  isOpen?: boolean;
  children: ReactNode;
}

/** A part of a form that most people leave as it is. */
export function Fold({ title, isOpen = false, children }: FoldProps) {
  return (
    <details className="group rounded-md border px-3" open={isOpen || undefined}>
      <summary className="flex min-h-10 list-none items-center gap-2 text-sm [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-faint transition-transform duration-150 group-open:rotate-90"
        />
        <span className="py-1.5 font-medium">{title}</span>
      </summary>
      <div className="pt-1 pb-4">{children}</div>
    </details>
  );
}
