"use client";

import { useHistoryMessages } from "@/components/messages/history";

/** How far apart the weights of two versions are, the largest difference first. */
export function Distance({ distance }: { distance: Readonly<Record<string, number>> }) {
  const t = useHistoryMessages().compare;
  const rows = Object.entries(distance)
    .filter(([, norm]) => norm > 0)
    .sort(([, a], [, b]) => b - a);
  if (rows.length === 0) {
    return (
      <p className="text-sm text-soft">
        {t.distanceNone} {t.distanceNoneDetail}
      </p>
    );
  }
  const [[, largest]] = rows;
  return (
    <div>
      <p className="mb-3 text-xs text-faint">{t.distanceHint}</p>
      <ul aria-label={t.distanceCaption} className="flex flex-col gap-1.5">
        {rows.map(([parameter, norm]) => (
          <li
            key={parameter}
            className="grid grid-cols-[minmax(0,1fr)_4.5rem] items-center gap-x-3 sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)_4.5rem]"
          >
            <span className="truncate font-mono text-xs text-soft" title={parameter}>
              {parameter}
            </span>
            <svg aria-hidden className="h-3 w-full max-sm:order-last max-sm:col-span-2">
              <rect height="12" width={`${(norm / largest) * 100}%`} className="fill-accent" />
            </svg>
            <span className="numeric text-right text-xs text-ink">{formatNorm(norm)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Three significant digits; small norms as powers of ten. */
function formatNorm(norm: number): string {
  return norm >= 0.001 ? String(Number(norm.toPrecision(3))) : norm.toExponential(1);
}
