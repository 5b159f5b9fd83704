/** A sweep as a person sets it up: one method, one of its numbers, and the values that number takes. */
import { z } from "zod";
import { faultOf, fieldsOf, type FieldFault, type FormField } from "@/components/form";
import type { MethodCard } from "@/lib/api";
import type { JsonObject, JsonValue } from "@/lib/base";
import { numberIn } from "@/components/results/entries";

/** Each value is a whole run with its evaluation. */
export const MOST_VALUES = 24;

export const SweepPlan = z.object({
  method: z.string(),
  parameter: z.string(),
  from: z.number(),
  to: z.number(),
  count: z.int().min(1).max(MOST_VALUES),
  scale: z.enum(["linear", "log"]),
  /** Values as typed; when present, it holds instead of the range. */
  list: z.string().max(400).optional(),
});
export type SweepPlan = z.infer<typeof SweepPlan>;

export type SweepFault =
  | { readonly code: "noValues" | "notNumbers" | "logNeedsPositive" }
  | { readonly code: "tooMany"; readonly most: number }
  | { readonly code: "unfit"; readonly value: number; readonly fault: FieldFault };

/** The parameters of a method that hold one number: those a sweep can go over. */
export function sweepableFields(card: MethodCard, parameters: JsonObject): FormField[] {
  return fieldsOf(card.parameters).filter(({ name, kind }) => {
    const current = parameters[name];
    return (
      kind === "number" ||
      kind === "integer" ||
      ((kind === "integers" || kind === "numbers") && numberIn(current) !== null) ||
      // A choice between a number and a word, such as "no limit", is swept over its numbers.
      (kind === "json" && typeof current === "number")
    );
  });
}

const isWhole = ({ kind }: FormField): boolean => kind === "integer" || kind === "integers";

/** A first plan around the value that holds now: up and down by doubling, or by ones where it is a small whole number. */
export function firstPlan(method: string, field: FormField, current: number): SweepPlan {
  const low = field.minimum ?? field.exclusiveMinimum ?? -Infinity;
  const high = field.maximum ?? field.exclusiveMaximum ?? Infinity;
  const clamp = (value: number) => Math.min(high, Math.max(low, value));
  const plan = { method, parameter: field.name };
  if (isWhole(field) && current <= 8) {
    const from = clamp(Math.max(0, current - 2));
    const to = clamp(current + 2);
    return { ...plan, from, to, count: to - from + 1, scale: "linear" };
  }
  if (current <= 0) return { ...plan, from: clamp(0), to: clamp(1), count: 5, scale: "linear" };
  const [from, to] = [clamp(rounded(current / 4)), clamp(rounded(current * 4))];
  return { ...plan, from, to, count: 5, scale: from > 0 ? "log" : "linear" };
}

/** The values of a plan by rising size, without repetitions, and what is wrong with them. */
export function valuesOf(
  plan: SweepPlan,
  field: FormField,
): { readonly values: readonly number[]; readonly fault: SweepFault | null } {
  if (plan.list !== undefined) {
    const words = plan.list.split(/[\s,;，、]+/).filter((word) => word !== "");
    const numbers = words.map(Number);
    if (numbers.some((value) => !Number.isFinite(value)))
      return { values: [], fault: { code: "notNumbers" } };
    return checked(numbers, field);
  }
  if (plan.scale === "log" && (plan.from <= 0 || plan.to <= 0)) {
    return { values: [], fault: { code: "logNeedsPositive" } };
  }
  const { from, to, count } = plan;
  const at = (index: number): number => {
    const share = count === 1 ? 0 : index / (count - 1);
    return plan.scale === "log" ? from * (to / from) ** share : from + (to - from) * share;
  };
  const values = Array.from({ length: count }, (_, index) =>
    // The ends are what was typed, to the last digit.
    index === 0 ? from : index === count - 1 ? to : rounded(at(index)),
  );
  return checked(isWhole(field) ? values.map(Math.round) : values, field);
}

function checked(numbers: readonly number[], field: FormField) {
  const values = [...new Set(numbers)].sort((a, b) => a - b);
  if (values.length === 0) return { values, fault: { code: "noValues" as const } };
  if (values.length > MOST_VALUES) return { values, fault: { code: "tooMany" as const, most: MOST_VALUES } };
  for (const value of values) {
    const fault = field.kind === "json" ? null : faultOf(field, fitted(field, value));
    if (fault) return { values, fault: { code: "unfit" as const, value, fault } };
  }
  return { values, fault: null };
}

/** A value as its field takes it: alone, or as a list of one. */
export function fitted({ kind }: FormField, value: number): JsonValue {
  return kind === "integers" || kind === "numbers" ? [value] : value;
}

/** Three digits are as fine as a sweep is read, and free of the dust of floating point. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
