/** The texts over which lenses are fitted, as rows of equal length, and the keys of what is made from them. */
import { PalimpsestError, type Run } from "../../base";
import type { Model, Row } from "../../model";
import type { NamedTexts } from "../analysis";
import type { FitSize } from "./fit-key";

/**
 * Texts behind each other, cut into rows. Each row begins with what the tokenizer puts before a text. Throws `unsupported`
 * where the texts are too few.
 */
export async function fitRows(
  run: Run,
  model: Model,
  texts: NamedTexts,
  { rows: count, tokens }: FitSize,
): Promise<Row[]> {
  const { tokenizer, facts } = model;
  const length = Math.min(tokens, facts.dimensions.context);
  const before = tokenizer.encode("", { special: true }).ids;
  const end = tokenizer.special.eos.slice(0, 1);
  const rows: Row[] = [];
  let row = [...before];
  for (const text of await texts.texts(run, count * length)) {
    if (rows.length === count) break;
    for (const id of [...tokenizer.encode(text).ids, ...end]) {
      row.push(id);
      if (row.length < length) continue;
      rows.push(row);
      row = [...before];
      if (rows.length === count) break;
    }
  }
  if (rows.length === 0)
    throw new PalimpsestError("unsupported", `The texts of this model have fewer than ${length} tokens.`, {
      hint: "Bring more texts, or fit on shorter rows.",
      details: { field: "parameters.tokens" },
    });
  return rows;
}
