"use client";

import { useId, type ReactNode } from "react";
import { Field, Select } from "@/components/ui";
import type { BenchmarkRecord } from "@/lib/store";
import { useMethodTitle } from "./leaderboard";

interface MethodSectionProps {
  title: string;
  benchmark: BenchmarkRecord;
  /** Methods to choose: by label the one that is chosen. */
  choices: readonly {
    readonly label: string;
    readonly value: string;
    readonly onChange: (method: string) => void;
  }[];
  children: ReactNode;
}

/** A part of a run's page that is about one or two of its methods, which are chosen at its head. */
export function MethodSection({ title, benchmark, choices, children }: MethodSectionProps) {
  const titleId = useId();
  const titleOf = useMethodTitle();
  const options = benchmark.entries.map(({ method }) => ({ value: method, label: titleOf(method) }));
  return (
    <section aria-labelledby={titleId} className="flex min-w-0 flex-col gap-3">
      <h3 id={titleId} className="text-lg">
        {title}
      </h3>
      <div className="grid max-w-md grid-cols-2 gap-3">
        {choices.map(({ label, value, onChange }) => (
          <Field key={label} label={label}>
            {(control) => <Select {...control} value={value} options={options} onChange={onChange} />}
          </Field>
        ))}
      </div>
      {children}
    </section>
  );
}
