/**
 * `npm run fuzz -- --inputs 6000 --seed 1`: seeded hostile inputs over everything that takes some, against the built server with
 * a data folder of its own. It is bounded and outside the test suite. Prints a table, tells each fault as it is seen, and exits 1
 * when there was one. `--kills 40` kills the server instead, while work is under way: see kills.ts. Needs `npm run build` first.
 */
import { parseArgs } from "node:util";
import { seededRandom, type Random } from "../../lib/base";
import { checkpointOnce, preflightOnce } from "./checkpoints";
import { commandOnce } from "./command-line";
import { killAgain } from "./kills";
import { openFiles } from "./files";
import { beginInput } from "./mutate";
import { openRoutes } from "./routes";
import { noCounts, openTarget, type Counts } from "./target";

const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "6000" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    kills: { type: "string" },
  },
});
const inputs = Number(values.inputs);
const faults: string[] = [];
const tell = (line: string): void => {
  faults.push(line);
  process.stdout.write(`  ${line.replaceAll(/\p{Cc}/gu, "·")}\n`);
};

if (values.kills !== undefined) {
  await killAgain(Number(values.kills), values.seed, tell);
  process.exit();
}

const target = await openTarget(tell);
const routes = await openRoutes(target);
const files = await openFiles(target);

interface Part {
  readonly name: string;
  /** Of all inputs. */
  readonly share: number;
  one(random: Random, counts: Counts): Promise<void>;
}

const PARTS: readonly Part[] = [
  { name: "routes: ids, queries, headers, bodies", share: 0.4, one: routes.one },
  {
    name: "configurations and headers before an upload",
    share: 0.18,
    one: (...of) => preflightOnce(target, ...of),
  },
  {
    name: "whole checkpoints: upload, add, ask, remove",
    share: 0.15,
    one: (...of) => checkpointOnce(target, ...of),
  },
  { name: "overlays: stored, asked for a fingerprint", share: 0.08, one: files.overlay },
  { name: "exported versions: imported", share: 0.05, one: files.version },
  { name: "artifacts: imported", share: 0.02, one: files.artifact },
  { name: "lists of edits: JSON, JSON lines, tables", share: 0.11, one: files.list },
  { name: "command line", share: 0.01, one: (...of) => commandOnce(...of, tell) },
];

const rows: { readonly name: string; readonly counts: Counts }[] = [];
for (const { name, share, one } of PARTS) {
  if (values.only !== undefined && !name.startsWith(values.only)) continue;
  const counts = noCounts();
  rows.push({ name, counts });
  const random = seededRandom(`${values.seed}/${name}`);
  const wanted = Math.max(1, Math.round(inputs * share));
  while (counts.tried < wanted) {
    beginInput();
    await one(random, counts);
  }
  process.stdout.write(`${name}: ${JSON.stringify(counts)}\n`);
}
await target.close();

const sum = rows.reduce<Counts>((total, { counts }) => {
  for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += counts[key];
  return total;
}, noCounts());
const HEADERS = [
  "tried",
  "accepted",
  "typed",
  "plain",
  "internal",
  "untyped",
  "slow",
  "deaths",
  "large",
] as const;
const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |\n`;
process.stdout.write(`\n${line(["input", ...HEADERS])}${line(["---", ...HEADERS.map(() => "--:")])}`);
for (const { name, counts } of [...rows, { name: "**all**", counts: sum }])
  process.stdout.write(line([name, ...HEADERS.map((key) => counts[key])]));
process.stdout.write(
  `\nMost memory: server ${Math.round(target.peaksMb.server)} MB, a process that it started ${Math.round(target.peaksMb.others)} MB.\n`,
);
process.exit(faults.length > 0 ? 1 : 0);
