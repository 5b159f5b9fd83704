/**
 * Holds exports against llama.cpp: an edit by each method is kept, exported as F32, F16 and Q8_0, and asked in llama.cpp. Run by
 * hand, with node-llama-cpp installed as ask-llama-cpp.ts says:
 *
 *     npx tsx scripts/reference/check-exports.ts /tmp/llama atlas case.json rome,memit,ft-m "A prompt" "Another" …
 *
 * The model is an id, or a folder with a checkpoint or a GGUF file, which is added for the time. case.json is one case. Prints a
 * row a file: whether llama.cpp's greedy text begins with the target, and on how many of the other prompts its 24 tokens are
 * those of the version here. Exits 1 when an F32 file differs anywhere, or any file does not say the edit.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { EditCase, filledPrompt } from "../../lib/data";
import { openModelHost } from "../cli/context";

const TYPES = ["F32", "F16", "Q8_0"] as const;
const TOKENS = 24;
const [installed, source, caseFile, methods, ...prompts] = process.argv.slice(2);
const model = source.includes("/") ? "checked" : source;
const data = mkdtempSync(path.join(tmpdir(), "exports-"));
process.env.PALIMPSEST_DATA = data;
const { request } = EditCase.parse(JSON.parse(readFileSync(caseFile, "utf8")));
const asked = [filledPrompt(request), ...prompts];

function node(script: string, ...args: string[]): string {
  return execFileSync("npx", ["tsx", script, ...args], {
    encoding: "utf8",
    maxBuffer: 1e8,
    stdio: ["ignore", "pipe", "ignore"],
  });
}

const cli = (...args: string[]) =>
  JSON.parse(node("scripts/cli.ts", "--model", model, "--json", ...args)) as unknown;

/** Greedy text of the version after each prompt, all by one process. */
async function saidBy(version: string): Promise<string[]> {
  const modelHost = await openModelHost({ model, runtime: "native" });
  try {
    const texts: string[] = [];
    for (const prompt of asked) {
      const options = { model, version, prompt, maxTokens: TOKENS, temperature: 0, seed: 0 };
      texts.push((await modelHost.generate(options)).text);
    }
    return texts;
  } finally {
    await modelHost.dispose();
  }
}

let isFine = true;
try {
  if (model !== source) cli("models", "add", source, "--id", model);
  for (const method of methods.split(",")) {
    cli("edit", "--requests", caseFile, "--method", method, "--keep", "an export");
    const { branches } = cli("versions") as { readonly branches: readonly { readonly head: string }[] };
    const [{ head: id }] = branches;
    const here = await saidBy(id);
    for (const type of TYPES) {
      const file = path.join(data, `${type}.gguf`);
      cli("export", id, "--as", "gguf", "--dtype", type, "--out", file);
      const there = node("scripts/reference/ask-llama-cpp.ts", installed, file, String(TOKENS), ...asked)
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { readonly text: string }).text);
      rmSync(file);
      const says = there[0].trimStart().startsWith(request.targetNew.trim());
      const same = there.slice(1).filter((text, i) => text === here[i + 1]).length;
      isFine &&= says && (type !== "F32" || (same === prompts.length && there[0] === here[0]));
      console.log(
        [method, type, says ? "yes" : `no: ${there[0]}`, `${same} of ${prompts.length}`].join(" | "),
      );
    }
    cli("undo");
  }
} finally {
  rmSync(data, { recursive: true, force: true });
}
process.exit(isFine ? 0 : 1);
