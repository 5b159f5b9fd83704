/** A state of a lifelong run as an addition to a version: a checkpoint, the last healthy state, or one recomposed. */
import { because, invalidField, PalimpsestError } from "../../base";
import { EDIT_METHODS } from "../../edit";
import type { EditRequest } from "../../data";
import { mergeOverlays, readOverlay, writeOverlay, type ModelFacts } from "../../model";
import {
  LifelongCases,
  type BlobStore,
  type HealthyState,
  type LifelongRow,
  type LifelongRunRecord,
  type LifelongState,
} from "../../store";
import { readJson } from "./checkpoint-file";
import { normsOf } from "./perform";

interface LifelongAddition {
  readonly overlays: readonly string[];
  readonly deltaNorms: Record<string, number>;
  readonly requests: readonly EditRequest[];
  /** When this very state was judged. */
  readonly row: LifelongRow | null;
}

export interface StateAsked {
  /** Edits after which, or the last healthy state. */
  readonly at: number | "healthy";
  /** Places of edits to leave out. */
  readonly without: readonly number[];
}

/** Throws `invalid_input` for a state that was not kept, `unsupported` for edits that were too large to be kept apart. */
export async function stateOfRun(
  { settings, state }: LifelongRunRecord,
  { at, without }: StateAsked,
  facts: ModelFacts,
  blobs: Pick<BlobStore, "get" | "put">,
): Promise<LifelongAddition> {
  const found = state && keptAt(state, at);
  if (!state || !found) {
    throw invalidField(
      "at",
      "The run has not kept that state.",
      "Choose one of its checkpoints.",
      because("runKeptNoState"),
    );
  }
  const cases = LifelongCases.parse(readJson(await blobs.get(state.cases)));
  const made = cases
    .slice(0, found.edits)
    .filter(({ refused }, edit) => refused === undefined && !without.includes(edit));
  const requests = made.map(({ request }) => request);
  if (without.length === 0) {
    const row = state.rows.find(({ edits }) => edits === found.edits) ?? null;
    return { overlays: found.overlays, deltaNorms: found.deltaNorms, requests, row };
  }
  const left = stepsLeft(without, found.edits, settings.batchSize);
  const kept = left.map((step) => {
    const addresses = state.editOverlays[step];
    if (addresses) return addresses;
    throw new PalimpsestError(
      "unsupported",
      "The edits of this run are too large to be kept one by one, so none can be taken out.",
      {
        hint: "Keep a checkpoint as it is, or run again without those edits.",
        details: { field: "without" },
      },
    );
  });
  const overlays = [];
  for (const address of kept.flat()) overlays.push(readOverlay(await blobs.get(address)));
  const condensed = mergeOverlays(overlays, facts, (id) => EDIT_METHODS.get(id).joinMemories);
  return {
    overlays: await Promise.all(condensed.map((overlay) => blobs.put(writeOverlay(overlay)))),
    deltaNorms: normsOf(condensed),
    requests,
    row: null,
  };
}

function keptAt(
  { rows, healthy }: LifelongState,
  at: StateAsked["at"],
): HealthyState | LifelongRow | undefined {
  return at === "healthy" ? (healthy ?? undefined) : rows.find(({ edits }) => edits === at);
}

/** The calls of the method that stay. Edits of one call are one change, and go together. */
function stepsLeft(without: readonly number[], edits: number, batchSize: number): number[] {
  const out = new Set(without);
  const steps = Array.from({ length: Math.ceil(edits / batchSize) }, (_, step) => step);
  const beyond = without.findIndex((edit) => edit >= edits);
  if (beyond >= 0) {
    throw invalidField(`without.${beyond}`, `The state holds ${edits} edits.`, "Count them from zero.");
  }
  return steps.filter((step) => {
    const stepEdits = Array.from(
      { length: Math.min(batchSize, edits - step * batchSize) },
      (_, i) => step * batchSize + i,
    );
    const gone = stepEdits.filter((edit) => out.has(edit));
    if (gone.length > 0 && gone.length < stepEdits.length) {
      throw invalidField(
        "without",
        `Edits ${stepEdits[0]} to ${stepEdits[stepEdits.length - 1]} were written together and can only be taken out together.`,
        "Name all of them, or none.",
      );
    }
    return gone.length === 0;
  });
}
