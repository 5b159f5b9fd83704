import { clsx } from "clsx";
import type { ReactNode } from "react";

export type BadgeTone = "neutral" | "accent" | "after" | "before" | "warn" | "danger";

const TONES: Record<BadgeTone, string> = {
  neutral: "bg-sunken text-soft",
  accent: "bg-accent-wash text-accent-strong",
  after: "bg-after-wash text-after",
  before: "bg-before-wash text-before",
  warn: "bg-warn-wash text-warn",
  danger: "bg-danger-wash text-danger",
};

interface BadgeProps {
  tone?: BadgeTone;
  icon?: ReactNode;
  className?: string;
  children: ReactNode;
}

export function Badge({ tone = "neutral", icon, className, children }: BadgeProps) {
  return (
    <span
      className={clsx(
        "inline-flex max-w-full items-center gap-1 rounded-sm px-1.5 py-px text-xs font-medium whitespace-nowrap",
        TONES[tone],
        className,
      )}
    >
      {icon && (
        <span aria-hidden className="[&>svg]:size-3">
          {icon}
        </span>
      )}
      {children}
    </span>
  );
}
