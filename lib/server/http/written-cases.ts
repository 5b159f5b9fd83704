/** Edits in a request with the field names of datasets: `case_id`, `target_new`, `ground_truth` and others. */
import { invalidFields } from "../../base";
import { faultText, type Fault } from "../../data";
import { readCaseValues } from "../../data/read-cases";

interface ReadBody {
  readonly body: unknown;
  /** Parts of the edits that are not used. */
  readonly omitted: readonly Fault[];
}

/**
 * The body with its cases in the form of `EditCase`. `path` leads to their list. A body without a list is returned as it
 * is, for the schema to refuse; so are cases in that form already. Throws `invalid_input` that names every unusable record.
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
