"use client";

/**
 * The whole state of a view in its URL, so that every view is a link and a slide.
 *
 * A view is one zod object whose fields all have a default or are optional. Text stays readable in the address; anything
 * else is JSON. Values equal to their default are left out, and values that do not parse are taken as the default, so an
 * old or mistyped link opens rather than fails.
 */
import { createParser, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { type z } from "zod";
import { canonicalJson } from "../base";

type Fields = Record<string, z.ZodType>;
type Parsers = Record<string, ReturnType<typeof parserOf>>;

interface View<S> {
  readonly schema: z.ZodType<S>;
  readonly parsers: Parsers;
}

/** Makes a view from its schema; call it once, beside the schema. */
export function defineView<F extends Fields>(schema: z.ZodObject<F>): View<z.infer<z.ZodObject<F>>> {
  const parsers = Object.fromEntries(
    Object.entries(schema.shape).map(([key, field]) => [key, parserOf(field)]),
  );
  return { schema: schema as unknown as z.ZodType<z.infer<z.ZodObject<F>>>, parsers };
}

interface UpdateOptions {
  /** "push" makes a step for the Back button; "replace", the default, does not. */
  readonly history?: "push" | "replace";
}

type UpdateView<S> = (change: Partial<S>, options?: UpdateOptions) => void;

/** The view's state, and a function that changes some of it. Setting `undefined` goes back to the default. */
export function useViewState<S>(view: View<S>): readonly [S, UpdateView<S>] {
  const [values, setValues] = useQueryStates(view.parsers);

  const state = useMemo(() => {
    const present = Object.entries(values).filter(([, value]) => value !== null);
    return view.schema.parse(Object.fromEntries(present));
  }, [view, values]);

  const update = useMemo<UpdateView<S>>(
    () => (change, options) => {
      const entries = Object.entries(change).map(([key, value]) => [
        key,
        atDefault(view, key, value) ? null : value,
      ]);
      void setValues(Object.fromEntries(entries), { history: options?.history ?? "replace" });
    },
    [setValues, view],
  );
  return [state, update];
}

function parserOf(field: z.ZodType) {
  return createParser<unknown>({
    parse: (raw) => readField(field, raw),
    serialize: (value) => (typeof value === "string" ? value : canonicalJson(value)),
    eq: (a, b) => canonicalJson(a) === canonicalJson(b),
  });
}

/** As text first, then as JSON; null, which means the default, when it is neither. */
export function readField(field: z.ZodType, raw: string): unknown {
  const asText = field.safeParse(raw);
  if (asText.success) return asText.data ?? null;
  try {
    const asJson = field.safeParse(JSON.parse(raw));
    return asJson.success ? (asJson.data ?? null) : null;
  } catch {
    return null; // not JSON either: an old or mistyped link, which opens with the default
  }
}

function atDefault<S>(view: View<S>, key: string, value: unknown): boolean {
  if (value === undefined) return true;
  const defaults = view.schema.parse({}) as Record<string, unknown>;
  return defaults[key] !== undefined && canonicalJson(defaults[key]) === canonicalJson(value);
}
