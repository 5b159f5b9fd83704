import { EditCase } from "../request";
import { checkCase } from "./build-case";
import type { Dataset } from "./dataset";

/** Cases as Palimpsest writes them, with every group of probes. */
export const cases: Dataset = {
  id: "cases",
  name: "Palimpsest",
  holds: "edits",
  licence: null,
  source: null,
  version: "1",
  fields: Object.keys(EditCase.shape),
  marks: [["request"]],
  read(record, id) {
    const request = record.at("request");
    const fields = Object.fromEntries(this.fields.map((name) => [name, record.at(name).value]));
    return checkCase(
      request.isObject ? { ...fields, request: { id, ...(request.value as object) } } : fields,
      record.path,
    );
  },
};
