/** parity: every case of a golden fixture, held against the tolerance that the fixture states. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { PalimpsestError } from "../../lib/base";
import {
  createTokenizer,
  loadModel,
  openCheckpoint,
  openModel,
  openSentenceEncoder,
  readTokenizer,
  type Model,
  type Tokenizer,
} from "../../lib/model";
import { folderFiles, localFiles } from "../../lib/server/files/folder-files";
import { ChatFixture, checkChat } from "../parity/chat";
import { checkCircuitFamilies, CircuitFamiliesFixture } from "../parity/explore/circuit-families";
import { checkCircuits, CircuitsFixture } from "../parity/explore/circuits";
import { checkEditedCircuits, EditedCircuitsFixture } from "../parity/explore/edited-circuits";
import { checkDiscovery, DiscoveryFixture } from "../parity/explore/discovery";
import { checkEdits, EditsFixture } from "../parity/edits";
import { checkEmbeddings, EmbeddingsFixture } from "../parity/embeddings";
import { checkFactuality, FactualityFixture } from "../parity/factuality";
import { checkForward, ForwardFixture } from "../parity/forward";
import { checkGguf, checkGgufVocabulary, GgufFixture, GgufVocabularyFixture } from "../parity/gguf";
import { checkHeads, HeadsFixture } from "../parity/explore/heads";
import { checkLens, LensFixture } from "../parity/explore/lens";
import { checkTracing, TracingFixture } from "../parity/explore/tracing";
import { checkMerging, MERGING_KINDS } from "../parity/merge";
import type { Check } from "../parity/report";
import { checkTiny, TinyFixture } from "../parity/tiny/tiny";
import { openVersion } from "./ask";
import { createRuntimeOf, print, table, type CommonOptions } from "./context";
import { readJsonFile } from "./files";

export function addParityCommand(program: Command, common: () => CommonOptions): void {
  program
    .command("parity")
    .description(
      "hold a golden fixture against this implementation; exits 1 when something is out of tolerance",
    )
    .requiredOption(
      "--fixture <file>",
      "a forward.json, an embeddings.json, an edits.json, a chat.json, a circuits-*.json, a lens.json, a tracing.json, a fixture of factuality, golden-edit-tiny.json, recipes.json, mistakes.json, kinship.json or greedy.json of merging, a lora.json, or the json beside a GGUF file",
    )
    .option(
      "--checkpoint <path>",
      "the folder or GGUF file to hold, in place of the one that the fixture names",
    )
    .option("--methods <ids>", "only these methods, separated by commas")
    .option(
      "--version-id <id>",
      "hold a forward.json against a kept version of --model, not against its own folder",
    )
    .action(async ({ fixture, checkpoint, methods, versionId }: ParityOptions) => {
      const raw = (await readJsonFile(fixture)) as { kind?: string; model?: string; spec?: unknown };
      const only = methods?.split(",");
      if (raw.spec !== undefined) {
        const runtime = await createRuntimeOf(common());
        const { checks, missing } = await checkTiny(TinyFixture.parse(raw), runtime, only);
        report(common(), fixture, checks, missing);
        return;
      }
      if (MERGING_KINDS.includes(raw.kind ?? "")) {
        const runtime = await createRuntimeOf(common());
        report(common(), fixture, await checkMerging(raw, path.resolve(fixture), runtime), []);
        return;
      }
      const folder = path.resolve(...(checkpoint ? [checkpoint] : [path.dirname(fixture), raw.model ?? "."]));
      if (raw.kind === "gguf-model") {
        const runtime = await createRuntimeOf(common());
        report(common(), fixture, await checkGguf(GgufFixture.parse(raw), folder, runtime), []);
        return;
      }
      if (raw.kind === "gguf-vocab") {
        const { checks, missing } = await checkGgufVocabulary(GgufVocabularyFixture.parse(raw), folder);
        report(common(), fixture, checks, missing);
        return;
      }
      if (raw.kind === "embeddings") {
        const runtime = await createRuntimeOf(common());
        const encoder = await openSentenceEncoder(path.basename(folder), folderFiles(folder), runtime);
        report(common(), fixture, await checkEmbeddings(encoder, EmbeddingsFixture.parse(raw)), []);
        return;
      }
      if (raw.kind === "circuits-families") {
        const open = (name: string) =>
          openFixtureModel(path.resolve(path.dirname(fixture), "..", name), common());
        report(common(), fixture, await checkCircuitFamilies(open, CircuitFamiliesFixture.parse(raw)), []);
        return;
      }
      if (raw.kind === "factuality") {
        const parsed = FactualityFixture.parse(raw);
        const beside = path.resolve(fixture.replace(/\.json$/, ".tokenizer.json"));
        const model = await openFixtureModel(folder, common(), existsSync(beside) ? beside : undefined);
        report(common(), fixture, await checkFactuality(model, parsed), []);
        return;
      }
      const model =
        versionId === undefined
          ? await openFixtureModel(folder, common())
          : await openVersion(common(), versionId);
      if (raw.kind === "circuits-edit") {
        const folderOf = path.dirname(path.resolve(fixture));
        const checks = await checkEditedCircuits(model, EditedCircuitsFixture.parse(raw), folderOf);
        report(common(), fixture, checks, []);
        return;
      }
      const simple = OF_A_MODEL[raw.kind ?? ""];
      const { checks, missing } = simple
        ? { checks: await simple(model, raw), missing: [] }
        : await checkEdits(model, EditsFixture.parse(raw), path.dirname(path.resolve(fixture)), only);
      report(common(), fixture, checks, missing);
    });
}

/** Fixtures that need their model and nothing else, by kind. */
const OF_A_MODEL: Readonly<Record<string, (model: Model, raw: unknown) => Promise<Check[]>>> = {
  forward: (model, raw) => checkForward(model, ForwardFixture.parse(raw)),
  chat: (model, raw) => checkChat(model, ChatFixture.parse(raw)),
  "circuits-eap": (model, raw) => checkCircuits(model, CircuitsFixture.parse(raw)),
  "circuits-acdc": (model, raw) => checkDiscovery(model, DiscoveryFixture.parse(raw)),
  lens: async (model, raw) => [
    ...(await checkLens(model, LensFixture.parse(raw))),
    ...(await checkHeads(model, HeadsFixture.parse(raw))),
  ],
  tracing: (model, raw) => checkTracing(model, TracingFixture.parse(raw)),
};

interface ParityOptions {
  readonly fixture: string;
  readonly checkpoint?: string;
  readonly methods?: string;
  readonly versionId?: string;
}

function report(
  options: CommonOptions,
  fixture: string,
  checks: readonly Check[],
  missing: readonly string[],
): void {
  const failed = checks.filter(({ passed }) => !passed);
  const worst = new Map<string, Check>();
  for (const one of checks) {
    const key = `${one.case.replace(/ \/ case.*/, "")}|${one.quantity}`;
    const known = worst.get(key);
    if (!known || one.deviation > known.deviation) worst.set(key, one);
  }
  print(
    options,
    { fixture, runtime: options.runtime, passed: checks.length - failed.length, failed, missing, checks },
    () => [
      `${fixture} on ${options.runtime}: ${checks.length - failed.length} of ${checks.length} checks passed`,
      ...table(
        ["", "worst case", "quantity", "deviation", "tolerance", "unit"],
        [...worst.values()].map((one) => [
          one.passed ? "ok" : "FAIL",
          one.case,
          one.quantity,
          one.deviation.toExponential(2),
          String(one.tolerance),
          one.unit,
        ]),
      ),
      ...(missing.length > 0 ? [`Not implemented, so not run: ${missing.join(", ")}`] : []),
    ],
  );
  if (failed.length > 0 || missing.length > 0) process.exitCode = 1;
}

/** `tokenizerFile` for a folder that has no tokenizer of its own. */
async function openFixtureModel(
  location: string,
  options: CommonOptions,
  tokenizerFile?: string,
): Promise<Model> {
  const [id, files] = [path.basename(location), localFiles(location)];
  const runtime = await createRuntimeOf(options);
  if (location.endsWith(".gguf")) return loadModel(id, files, runtime);
  const tokenizer = tokenizerFile
    ? createTokenizer(await readJsonFile(tokenizerFile))
    : await fixtureTokenizer(location);
  return openModel(await openCheckpoint(id, files), tokenizer, runtime);
}

/** Some fixtures have no tokenizer and state ids alone. */
export async function fixtureTokenizer(folder: string): Promise<Tokenizer> {
  if (existsSync(path.join(folder, "tokenizer.json"))) return readTokenizer(folderFiles(folder));
  const absent = (): never => {
    throw new PalimpsestError("unsupported", "This fixture has no tokenizer.");
  };
  return {
    size: 0,
    special: { eos: [] },
    encode: absent,
    decode: absent,
    continuation: absent,
    piece: absent,
    fingerprint: absent,
  };
}
