"use client";

import type { ReactNode } from "react";
import { faultText } from "@/components/form";
import { useMessages } from "@/components/messages";
import { Field, SegmentedControl, Select, TextInput } from "@/components/ui";
import { MOST_VALUES, sweepableFields, type SweepFault } from "./sweep";
import type { MethodChoice, PlannedSweep } from "./use-method-choice";

interface SweepPanelProps {
  choice: MethodChoice;
  sweep: PlannedSweep;
  /** Why a method cannot run, by its id. */
  blockersOf: (method: string) => readonly string[];
}

/** One method, one of its numbers, and the values that it takes: as a range, or as a list. */
export function SweepPanel({ choice, sweep, blockersOf }: SweepPanelProps) {
  const { sweep: t, methods } = useMessages().edit;
  const { plan, card, field, values } = sweep;
  const settings = choice.parametersOf({ card, changes: {} });
  const swept = choice.cards.filter((other) => sweepableFields(other, choice.fallbacksOf(other)).length > 0);
  const isList = plan.list !== undefined;
  const note = methods.parameterNotes(card.id)[field.name] ?? field.description;
  return (
    <section aria-label={t.title} className="flex flex-col gap-3">
      <p className="text-xs text-faint">{t.hint}</p>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-1 2xl:grid-cols-2">
        <Field label={t.method}>
          {(control) => (
            <Select
              {...control}
              value={card.id}
              onChange={(id) => choice.startSweep(choice.cards.find((other) => other.id === id) ?? card)}
              options={swept.map((other) => ({
                value: other.id,
                label: other.name,
                disabled: other !== card && blockersOf(other.id).length > 0,
              }))}
            />
          )}
        </Field>
        <Field label={t.parameter}>
          {(control) => (
            <Select
              {...control}
              value={plan.parameter}
              onChange={(name) => choice.startSweep(card, name)}
              options={sweepableFields(card, settings).map(({ name }) => ({ value: name, label: name }))}
            />
          )}
        </Field>
      </div>
      {note && <p className="text-xs text-soft">{note}</p>}
      <SegmentedControl
        label={t.how}
        size="sm"
        className="self-start"
        value={isList ? "list" : plan.scale}
        onChange={(how) =>
          choice.changeSweep(how === "list" ? { list: values.join(", ") } : { scale: how, list: undefined })
        }
        options={[
          { value: "linear", label: t.linear },
          { value: "log", label: t.log },
          { value: "list", label: t.list },
        ]}
      />
      {isList ? (
        <Field label={t.values} hint={t.valuesHint(MOST_VALUES)}>
          {(control) => (
            <TextInput
              {...control}
              mono
              value={plan.list}
              onChange={(event) => choice.changeSweep({ list: event.target.value })}
            />
          )}
        </Field>
      ) : (
        <div className="grid grid-cols-3 gap-3">
          <NumberField label={t.from} value={plan.from} onChange={(from) => choice.changeSweep({ from })} />
          <NumberField label={t.to} value={plan.to} onChange={(to) => choice.changeSweep({ to })} />
          <NumberField
            label={t.count}
            value={plan.count}
            onChange={(count) =>
              choice.changeSweep({ count: Math.min(MOST_VALUES, Math.max(1, Math.round(count))) })
            }
          />
        </div>
      )}
      <SweepValues values={values} fault={sweep.fault} />
    </section>
  );
}

/** What will be run, or what is wrong with it. */
function SweepValues({ values, fault }: { values: readonly number[]; fault: SweepFault | null }): ReactNode {
  const { edit, form } = useMessages();
  const t = edit.sweep;
  if (fault) {
    return (
      <p role="alert" className="text-sm text-danger">
        {fault.code === "unfit"
          ? `${fault.value}: ${faultText(fault.fault, form)}`
          : fault.code === "tooMany"
            ? t.faults.tooMany(fault.most)
            : t.faults[fault.code]}
      </p>
    );
  }
  return (
    <ul aria-label={t.runs(values.length)} className="flex flex-wrap gap-1">
      {values.map((value) => (
        <li
          key={value}
          className="numeric rounded-sm bg-accent-wash px-1.5 py-0.5 text-xs text-accent-strong"
        >
          {value}
        </li>
      ))}
    </ul>
  );
}

interface NumberFieldProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
}

function NumberField({ label, value, onChange }: NumberFieldProps) {
  return (
    <Field label={label}>
      {(control) => (
        <TextInput
          {...control}
          // Keyed by the value, so that a number set from elsewhere is shown, and one that is being typed is left alone.
          key={value}
          type="number"
          step="any"
          mono
          defaultValue={value}
          onBlur={(event) => commit(event.target.value, value, onChange)}
          onKeyDown={(event) => {
            if (event.key === "Enter") commit(event.currentTarget.value, value, onChange);
          }}
        />
      )}
    </Field>
  );
}

/** An empty or half-typed number stays where it is until it is one. */
function commit(text: string, value: number, onChange: (value: number) => void): void {
  const next = Number(text);
  if (text.trim() !== "" && Number.isFinite(next) && next !== value) onChange(next);
}
