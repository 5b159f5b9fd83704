"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { clsx } from "clsx";
import type { ReactNode } from "react";

interface SegmentedControlProps<V extends string> {
  /** What is being chosen; read aloud, not shown. */
  label: string;
  value: V;
  onChange: (value: V) => void;
  options: readonly { value: V; label: ReactNode; disabled?: boolean }[];
  size?: "sm" | "md";
  className?: string;
}

/** One of a few, side by side. */
export function SegmentedControl<V extends string>({
  label,
  value,
  onChange,
  options,
  size = "md",
  className,
}: SegmentedControlProps<V>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen) onChange(chosen.value);
      }}
      className={clsx(
        "inline-flex max-w-full flex-wrap items-stretch rounded-md bg-sunken p-0.5 ring-1 ring-rule",
        className,
      )}
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          className={clsx(
            "inline-flex flex-1 cursor-pointer items-center justify-center gap-1.5 rounded-sm whitespace-nowrap text-soft select-none",
            "transition-colors duration-150 hover:text-ink data-disabled:cursor-not-allowed data-disabled:opacity-50",
            "data-checked:bg-raised data-checked:font-medium data-checked:text-ink data-checked:ring-1 data-checked:ring-rule-strong",
            size === "sm" ? "min-h-7 px-2 text-xs" : "min-h-8 px-3 text-sm",
          )}
        >
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
