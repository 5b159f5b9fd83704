/** The layer that the traces propose beside the layers at which ROME works: the same edits at every layer. */
import { createRun } from "../../../lib/base";
import { filledPrompt, type EditRequest } from "../../../lib/data";
import { applyMethod, EDIT_METHODS } from "../../../lib/edit";
import { answerToken, nextLogits } from "../../../lib/explain";
import { argmax } from "../../../lib/model";
import { createArtifactCache, memoryArtifacts } from "../../../lib/store";
import { pairsOf, run, say, share, table, type Setting } from "./setting";

const EDITS_A_RELATION = 2;
const RELATIONS = 6;
/** Other facts of the relation, which an edit should leave alone. */
const NEIGHBOURS = 5;

export async function sweep(setting: Setting): Promise<void> {
  const { model } = setting;
  const cache = createArtifactCache(memoryArtifacts());
  const rows: (string | number)[][] = [];
  for (let layer = 0; layer < model.facts.dimensions.layers; layer++) {
    const written: boolean[] = [];
    const kept: boolean[] = [];
    for (const relation of setting.relations.slice(0, RELATIONS)) {
      const pairs = await pairsOf(setting, relation, 24);
      for (const { fact, ...pair } of pairs.slice(0, EDITS_A_RELATION)) {
        const other = pairs.find((one) => one.answer !== pair.answer && one.answer !== pair.other);
        if (!other) continue;
        const request: EditRequest = {
          id: "0",
          subject: fact.subject,
          prompt: fact.prompt,
          targetNew: other.fact.answer,
        };
        const { overlays } = await applyMethod(createRun({ seed: 0 }), EDIT_METHODS.get("rome"), {
          model,
          requests: [request],
          parameters: { layers: [layer], statisticsTokens: 6000 },
          cache,
          statisticsTexts: { name: "sentences of the study", texts: async () => setting.texts },
          trainingCases: { name: "none", cases: async () => [] },
        });
        const neighbours = pairs.filter((one) => one.fact.subject !== fact.subject).slice(0, NEIGHBOURS);
        const logits = await nextLogits(run, model.with(overlays), [
          pair.clean,
          ...neighbours.map(({ clean }) => clean),
        ]);
        const target = answerToken(model, filledPrompt(request), other.fact.answer);
        written.push(argmax(logits[0]) === target);
        kept.push(...neighbours.map(({ answer }, i) => argmax(logits[i + 1]) === answer));
      }
    }
    rows.push([layer, share(written), share(kept)]);
  }
  say(
    "ROME at each layer: edits whose new answer is first, and other facts of the relation whose answer still is.",
  );
  table(["layer", "new answer first", "other facts kept"], rows);
}
