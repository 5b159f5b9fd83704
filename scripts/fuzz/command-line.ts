/** Arguments and files of the command line: it must end by itself, say what is wrong, and write nothing that a terminal obeys. */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Random } from "../../lib/base";
import { chance, mutateJson, oddText, pick } from "./mutate";
import type { Counts } from "./target";

const COMMANDS = [
  ["methods"],
  ["versions"],
  ["generate", "--prompt"],
  ["score", "--prompt"],
  ["datasets", "check"],
  ["edit", "--requests"],
  ["merge", "check"],
  ["models", "add"],
  ["import"],
  ["explore", "trace", "--prompt"],
  ["knowledge", "say"],
];
const OPTIONS = [
  "--json",
  "--threads",
  "--method",
  "--parameters",
  "--model",
  "--seed",
  "--limit",
  "--keep",
  "--no-such",
];
const LONGEST_MS = 90_000;
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

export async function commandOnce(
  random: Random,
  counts: Counts,
  tell: (line: string) => void,
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "palimpsest-fuzz-"));
  try {
    const file = path.join(folder, "input.json");
    const record = { subject: "France", prompt: "The capital of {} is", target_new: "Rome" };
    await writeFile(
      file,
      chance(random, 0.3) ? oddText(random) : JSON.stringify(mutateJson(random, [record])),
    );
    const argument = () => (chance(random, 0.5) ? file : withoutNull(oddText(random)).slice(0, 2_000));
    const options = Array.from({ length: Math.floor(random.uniform() * 3) }, () => [
      pick(random, OPTIONS),
      ...(chance(random, 0.7) ? [withoutNull(oddText(random)).slice(0, 2_000)] : []),
    ]);
    await judge([...pick(random, COMMANDS), argument(), ...options.flat()], folder, counts, tell);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function judge(
  words: readonly string[],
  folder: string,
  counts: Counts,
  tell: (line: string) => void,
): Promise<void> {
  counts.tried++;
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/cli.ts", ...words], {
    env: { ...process.env, PALIMPSEST_DATA: path.join(folder, "data") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  let isSlow = false;
  const timer = setTimeout(() => {
    isSlow = true;
    child.kill("SIGKILL");
  }, LONGEST_MS);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearTimeout(timer);
  const what = JSON.stringify(words).slice(0, 300);
  if (isSlow) {
    counts.slow++;
    tell(`slow: ${what}`);
  } else if (code === 0) counts.accepted++;
  else if (code === 2) counts.plain++;
  else if (code !== 1) {
    counts.deaths++;
    tell(`died with ${code}: ${what} ${output.slice(-300)}`);
  } else if (/\binternal\b|A bug in Palimpsest/.test(output)) {
    counts.internal++;
    tell(`internal: ${what} ${output.slice(-600)}`);
  } else counts.typed++;
  if (OBEYED.test(output)) {
    counts.untyped++;
    tell(`raw control characters: ${what} ${JSON.stringify(output.slice(0, 300))}`);
  }
}

function withoutNull(text: string): string {
  return text.replaceAll("\u0000", "\u0001");
}
