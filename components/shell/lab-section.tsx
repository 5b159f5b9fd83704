import type { ReactNode } from "react";

/** The title of a page of accounts, which is none of the places. */
export function LabHeader({ title, purpose }: { title: string; purpose: string }) {
  return (
    <div className="mb-6 min-w-0">
      <h1 className="text-3xl tracking-tight">{title}</h1>
      <p className="mt-1.5 max-w-measure text-base text-soft">{purpose}</p>
    </div>
  );
}

export function LabSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-3">
      <h2 className="text-xl">{title}</h2>
      {children}
    </section>
  );
}
