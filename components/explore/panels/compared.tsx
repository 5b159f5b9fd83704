import { clsx } from "clsx";
import type { ReactNode } from "react";

interface ComparedProps {
  /** One picture for each version. */
  pictures: readonly ReactNode[];
  difference?: ReactNode;
  both: boolean;
}

/** The pictures of two versions side by side where there is room, and what is between them below. */
export function Compared({ pictures, difference, both }: ComparedProps) {
  return (
    <div className={clsx("grid min-w-0 gap-x-8 gap-y-6", both && "2xl:grid-cols-2")}>
      {pictures.map((picture, i) => (
        <div key={i} className="min-w-0">
          {picture}
        </div>
      ))}
      {difference && <div className="min-w-0 2xl:col-span-2">{difference}</div>}
    </div>
  );
}
