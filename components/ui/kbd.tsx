import type { ReactNode } from "react";

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex min-w-5 items-center justify-center rounded-sm border bg-paper px-1 font-mono text-xs text-soft">
      {children}
    </kbd>
  );
}
