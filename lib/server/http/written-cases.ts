/** Edits in a request, as people and datasets write them: `case_id`, `target_new`, `ground_truth` and their kin. */
import { invalidFields } from "../../base";
import { faultText, type Fault } from "../../data";
import { readCaseValues } from "../../data/read-cases";

export interface ReadBody {
  readonly body: unknown;
  /** Parts of the edits that are not used. */
  readonly omitted: readonly Fault[];
}

/**
 * The body with its cases in our own form. `path` leads to their list; a body without one is left to the schema, and so are
 * cases that are in our form already. Throws `invalid_input` that names every record that cannot be used.
 */
export function readWrittenCases(body: unknown, path: readonly string[]): ReadBody {
  const list = path.reduce<unknown>((value, name) => fieldsOf(value)?.[name], body);
  if (!Array.isArray(list) || list.every((one) => fieldsOf(one)?.request !== undefined))
    return { body, omitted: [] };
  const { cases, faults, omitted } = readCaseValues(list, path.join("."));
  if (faults.length > 0) {
    throw invalidFields(
      faults.map((fault) => ({ field: fault.path ?? path.join("."), message: faultText(fault) })),
      "Correct the edits and send them again. The datasets whose fields are read are listed at /api/datasets.",
    );
  }
  return { body: withValue(body, path, cases), omitted };
}

function withValue(body: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  return name === undefined
    ? value
    : { ...fieldsOf(body), [name]: withValue(fieldsOf(body)?.[name], rest, value) };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}
