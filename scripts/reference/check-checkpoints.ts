/**
 * Holds this implementation against the checkpoints of checkpoints.py: npx tsx scripts/reference/check-checkpoints.ts FOLDER.
 * Every logit within 1e-4 of transformers, or refused by name. Prints the table of docs/compatibility.md and all that is
 * neither, and exits 1 when there is any.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as ort from "onnxruntime-node";
import { createRun, PalimpsestError } from "../../lib/base";
import { checkRow, decode, openCheckpoint, openModel } from "../../lib/model";
import { createOrtRuntime } from "../../lib/runtime";
import { folderFiles } from "../../lib/server/files/folder-files";
import { fixtureTokenizer } from "../cli/parity";

interface Reference {
  readonly ids?: readonly number[];
  readonly logits?: string;
  /** The error of transformers. */
  readonly raises?: string;
  /** Weights that the files lack and that transformers would draw at random. */
  readonly drawsAtRandom?: readonly string[];
}

type Finding = "equal" | "refused" | "refused by both" | "opened though transformers refuses" | "wrong";

const TOLERANCE = 1e-4;
const [root, ...only] = process.argv.slice(2);
const runtime = createOrtRuntime(ort, { kind: "native", threads: 1 });

async function logitsOf(folder: string, ids: readonly number[]): Promise<Float32Array[]> {
  const checkpoint = await openCheckpoint("checked", folderFiles(folder));
  const model = openModel(checkpoint, await fixtureTokenizer(folder), runtime);
  checkRow(ids, model.facts.dimensions.context, "ids");
  const at = ids.map((_, t) => t);
  const decoded = await decode(createRun(), model, { rows: [ids], at: [at] });
  const logits = at.map((q) => decoded.logits(0, q));
  await model.dispose();
  return logits;
}

function largestDifference(found: readonly Float32Array[], reference: string): number {
  const bytes = new Uint8Array(Buffer.from(reference, "base64"));
  const wanted = new Float32Array(bytes.buffer);
  let largest = 0;
  found.forEach((row, t) =>
    row.forEach((value, id) => {
      const difference = Math.abs(value - wanted[t * row.length + id]);
      largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
    }),
  );
  return largest;
}

async function check(folder: string): Promise<readonly [Finding, string]> {
  const text = readFileSync(path.join(folder, "reference.json"), "utf8");
  const { ids = [1, 2, 3], logits: wanted, raises, drawsAtRandom } = JSON.parse(text) as Reference;
  const isUnsound = wanted === undefined;
  const why = raises ?? (drawsAtRandom ? `draws ${drawsAtRandom.join(", ")} at random` : "");
  try {
    const found = await logitsOf(folder, ids);
    if (isUnsound) return ["opened though transformers refuses", why];
    const difference = largestDifference(found, wanted);
    return [difference <= TOLERANCE ? "equal" : "wrong", `differs by ${difference.toExponential(1)}`];
  } catch (error) {
    const isNamed = error instanceof PalimpsestError && error.code !== "internal";
    if (!isNamed) return ["wrong", String(error)];
    return [isUnsound ? "refused by both" : "refused", error.message];
  }
}

const families = new Map<string, Map<Finding, number>>();
const FINDINGS: readonly Finding[] = [
  "equal",
  "refused",
  "refused by both",
  "opened though transformers refuses",
  "wrong",
];
for (const name of readdirSync(root).sort()) {
  if (only.length > 0 && !only.some((start) => name.startsWith(start))) continue;
  const [finding, note] = await check(path.join(root, name));
  const family = name.split("-")[0];
  const counts = families.get(family) ?? new Map<Finding, number>();
  families.set(family, counts.set(finding, (counts.get(finding) ?? 0) + 1));
  if (finding !== "equal") process.stderr.write(`${finding}: ${name}: ${note}\n`);
}
const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |\n`;
process.stdout.write(row(["family", ...FINDINGS]) + row(["---", ...FINDINGS.map(() => "--:")]));
for (const [family, counts] of families)
  process.stdout.write(row([family, ...FINDINGS.map((finding) => counts.get(finding) ?? 0)]));
process.exit([...families.values()].some((counts) => counts.has("wrong")) ? 1 : 0);
