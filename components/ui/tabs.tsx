"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import { clsx } from "clsx";
import type { ReactNode } from "react";

interface TabsProps<V extends string> {
  value: V;
  onChange: (value: V) => void;
  items: readonly { value: V; label: ReactNode; content: ReactNode; disabled?: boolean }[];
  /** What the tabs are about; read aloud. */
  label?: string;
  className?: string;
}

export function Tabs<V extends string>({ value, onChange, items, label, className }: TabsProps<V>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => {
        const chosen = items.find((item) => item.value === next);
        if (chosen) onChange(chosen.value);
      }}
      className={clsx("min-w-0", className)}
    >
      <Base.List
        aria-label={label}
        className="relative flex gap-5 overflow-x-auto shadow-[inset_0_-1px_var(--color-rule)]"
      >
        {items.map((item) => (
          <Base.Tab
            key={item.value}
            value={item.value}
            disabled={item.disabled}
            className={clsx(
              "shrink-0 border-b-2 border-transparent py-2.5 text-sm whitespace-nowrap text-soft -outline-offset-2",
              "transition-colors duration-150 hover:text-ink disabled:cursor-not-allowed disabled:opacity-50",
              "data-active:border-accent data-active:font-medium data-active:text-ink",
            )}
          >
            {item.label}
          </Base.Tab>
        ))}
      </Base.List>
      {items.map((item) => (
        <Base.Panel key={item.value} value={item.value} className="pt-5">
          {item.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
