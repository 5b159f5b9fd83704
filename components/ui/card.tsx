import { clsx } from "clsx";
import type { ReactNode } from "react";

interface CardProps {
  title?: ReactNode;
  /** At the end of the title's line. */
  aside?: ReactNode;
  /** The level that fits the page's outline. */
  level?: 2 | 3;
  className?: string;
  children: ReactNode;
}

/** A sheet: raised paper with a hairline edge. Not for nesting; inside one, use rules. */
export function Card({ title, aside, level = 2, className, children }: CardProps) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section className={clsx("min-w-0 rounded-lg border bg-raised p-5", className)}>
      {(title || aside) && (
        <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          {title && <Heading className="text-lg">{title}</Heading>}
          {aside && <div className="text-sm text-faint">{aside}</div>}
        </div>
      )}
      {children}
    </section>
  );
}
