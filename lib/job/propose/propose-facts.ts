/** Facts that a model knows, to be traced and edited: those whose answers it gives by itself. */
import { because, invalidFields, PalimpsestError, seededRandom, shuffled, type Run } from "../../base";
import { filledPrompt, type EditCase } from "../../data";
import { scoreTargets, type Model } from "../../model";
import type { ProposeJobInput } from "../../store";
import type { ArtifactCache } from "../../tensor";
import { worldOf } from "../world/known-facts";

interface KnownFacts {
  readonly asked: number;
  readonly known: number;
  /** Disjoint: what is traced is not edited. */
  readonly traced: readonly EditCase[];
  readonly edited: readonly EditCase[];
}

/** Fewer facts on either side tell nothing. */
const FEWEST = 5;
/** Facts that an error names. */
const NAMED = 8;
/** Facts of the world that are asked for before giving up, and how many at a time. */
const ASKED_AT_MOST = 480;
const ASKED_TOGETHER = 48;

/**
 * Asks until enough facts are known. Facts are the person's own, each with its true answer, or those of the embedded model's
 * world, which other models may know as well. Throws `unsupported` when the model knows too few.
 */
export async function knownFacts(
  run: Run,
  { model, cache }: { readonly model: Model; readonly cache: ArtifactCache },
  input: ProposeJobInput,
): Promise<KnownFacts> {
  const candidates = input.cases ? ownFacts(input.cases, run) : await worldFacts(run, model, cache, input);
  const wanted = input.facts + input.edits;
  const known: EditCase[] = [];
  const unknown: EditCase[] = [];
  let asked = 0;
  while (asked < candidates.length && known.length < wanted) {
    run.progress({ phase: "Asking for facts that the model knows", step: known.length, steps: wanted });
    const some = candidates.slice(asked, asked + ASKED_TOGETHER);
    asked += some.length;
    const scores = await scoreTargets(
      run,
      model,
      some.map(({ request }) => ({ prompt: filledPrompt(request), target: request.targetTrue as string })),
    );
    some.forEach((fact, i) => (scores[i].isGreedy ? known : unknown).push(fact));
  }
  if (known.length < fewestOf(input)) {
    const rest = unknown.length > 0 ? ` It does not know ${named(unknown)}.` : "";
    throw tooFew(model, known.length, asked, fewestOf(input), rest);
  }
  const share = input.facts / wanted;
  const traced = Math.min(
    input.facts,
    Math.max(FEWEST, Math.min(known.length - FEWEST, Math.round(known.length * share))),
  );
  return {
    asked,
    known: known.length,
    traced: known.slice(0, traced),
    edited: known.slice(traced, traced + input.edits),
  };
}

function ownFacts(cases: readonly EditCase[], run: Run): EditCase[] {
  const without = [...cases.keys()].filter((index) => !cases[index].request.targetTrue);
  if (without.length > 0) {
    throw invalidFields(
      without.map((index) => ({
        field: `cases.${index}.request.targetTrue`,
        message: "Whether the model knows a fact can only be told from its true answer.",
      })),
      "Write the true answer beside the new target.",
    );
  }
  return shuffled(cases, run.random.fork("own facts"));
}

/** Facts that have to be known: as few on either side, where some are traced. */
function fewestOf({ facts }: ProposeJobInput): number {
  return facts > 0 ? 2 * FEWEST : FEWEST;
}

function tooFew(model: Model, known: number, asked: number, fewest: number, rest = ""): PalimpsestError {
  return new PalimpsestError(
    "unsupported",
    `${model.facts.checkpoint} knows ${known} of ${asked} facts it was asked for, and a proposal needs ${fewest}.${rest}`,
    {
      hint: "Give edits of facts that it knows, each with its true answer.",
      details: { ...because("knowsTooLittle", { known, asked, fewest }), field: "cases", known, asked },
    },
  );
}

/** "“The capital of Chad is N'Djamena”, “…” and 3 more" */
function named(cases: readonly EditCase[]): string {
  const shown = cases
    .slice(0, NAMED)
    .map(({ request }) => `“${filledPrompt(request)} ${request.targetTrue ?? ""}”`)
    .join(", ");
  return cases.length > NAMED ? `${shown} and ${cases.length - NAMED} more` : shown;
}

/** Of another model than the embedded one, only facts that it was found to know. */
async function worldFacts(
  run: Run,
  model: Model,
  cache: ArtifactCache,
  input: ProposeJobInput,
): Promise<EditCase[]> {
  // Loaded when first needed: the tables are large, and most visits never need them.
  const { factQuestions, randomCases } = await import("../../data/worlds");
  const { tokenizer, facts } = model;
  const world = await worldOf(run, { model, cache });
  if (world.known.length < fewestOf(input))
    throw tooFew(model, world.known.length, factQuestions(world).length, fewestOf(input));
  const seed = `proposal ${run.random.fork("facts").integer(2 ** 31)}`;
  // Rephrasings and the beginnings before them are longer than the prompt, and have to fit too.
  const longest = facts.dimensions.context / 2;
  return randomCases(world, seededRandom(seed), ASKED_AT_MOST).filter(
    ({ request }) => tokenizer.encode(`${filledPrompt(request)} ${request.targetTrue}`).ids.length <= longest,
  );
}
