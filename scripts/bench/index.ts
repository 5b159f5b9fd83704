/**
 * `npm run bench`: times the core, the server and a tab on the embedded model, and prints ratios of one run. Needs a build
 * and a browser for the parts that serve; `npm run bench -- core` times the core alone.
 */
import { benchCore } from "./core";
import { machine, printLines } from "./measure";
import { benchServing } from "./serving";

const PARTS = { core: benchCore, serving: benchServing };
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in PARTS));

if (unknown !== undefined) {
  process.stderr.write(`There is no part "${unknown}". Parts: ${Object.keys(PARTS).join(", ")}.\n`);
  process.exit(2);
}
process.stdout.write(`${machine()}\n`);
for (const [name, bench] of Object.entries(PARTS)) {
  if (asked.length === 0 || asked.includes(name)) printLines(name, await bench());
}
// onnxruntime keeps threads alive that would hold the process open.
process.exit();
