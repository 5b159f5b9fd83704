/** Cases of the papers: edits, hallucinations, a demonstration in context, the way back, and two steps. */
import { createRun, seededRandom, shuffled } from "../../../lib/base";
import { filledPrompt, type EditRequest } from "../../../lib/data";
import { indexTriples, nameOf, tripleKey } from "../../../lib/data/worlds";
import { applyMethod, EDIT_METHODS } from "../../../lib/edit";
import {
  answerToken,
  attributeLogits,
  chooseEdges,
  circuitGraph,
  circuitOverlap,
  logitLens,
  meanScores,
  nameOfNode,
  nextLogits,
  nodesOfEdges,
  pairFacts,
  randomCircuit,
  readSubject,
  saidWithout,
  scoreEdges,
  type ReadFact,
} from "../../../lib/explain";
import { argmax, type Model } from "../../../lib/model";
import { createArtifactCache, memoryArtifacts } from "../../../lib/store";
import {
  BUILD,
  EAP_IG,
  EDGES,
  factsOf,
  greedy,
  interval,
  median,
  pairsOf,
  readAll,
  run,
  say,
  share,
  table,
  WORLD,
  type Setting,
} from "./setting";

const EDITS = 12;

/** ROME against FT-M at one layer: circuits and lenses before and after. */
export async function edits(setting: Setting): Promise<void> {
  const { model } = setting;
  const { layers } = model.facts.dimensions;
  const graph = circuitGraph(model.facts.dimensions);
  const layer = Math.floor(layers / 3);
  const cache = createArtifactCache(memoryArtifacts());
  const texts = setting.texts;
  for (const method of ["rome", "ft-m"]) {
    const jaccards: { edges: number; nodes: number; hits: number }[] = [];
    const lens: { last: number[]; subject: number[]; ranks: number[] }[] = [];
    const direct: { before: number; after: number }[] = [];
    let failed = 0;
    for (const relation of setting.relations) {
      if (jaccards.length >= EDITS) break;
      const pairs = await pairsOf(setting, relation, 24);
      for (const { fact, ...pair } of pairs.slice(0, 2)) {
        const others = pairs.filter((one) => one.answer !== pair.answer && one.answer !== pair.other);
        const target = others[0]?.fact.answer;
        if (target === undefined || jaccards.length >= EDITS) continue;
        const request: EditRequest = {
          id: "0",
          subject: fact.subject,
          prompt: fact.prompt,
          targetNew: target,
        };
        try {
          const { overlays } = await applyMethod(createRun({ seed: 0 }), EDIT_METHODS.get(method), {
            model,
            requests: [request],
            parameters: { layers: [layer], ...(method === "rome" && { statisticsTokens: 6000 }) },
            cache,
            statisticsTexts: { name: "sentences of the study", texts: async () => texts },
            trainingCases: { name: "none", cases: async () => [] },
          });
          const edited = model.with(overlays);
          const id = answerToken(model, filledPrompt(request), target);
          const after = { ...pair, answer: id };
          const circuits = [
            chooseEdges(model, await scoreEdges(run, model, pair, EAP_IG), greedy(EDGES)),
            chooseEdges(edited, await scoreEdges(run, edited, after, EAP_IG), greedy(EDGES)),
          ];
          const { edges, nodes } = circuitOverlap(graph, circuits[0], circuits[1]);
          jaccards.push({ edges: edges.jaccard, nodes: nodes.jaccard, hits: nodes.share });
          const cells = await logitLens(run, edited, pair.clean, { asked: [id], count: 1 });
          const subject = fact.subjectTokens[1] - 1;
          lens.push({
            last: cells.map((row) => row[pair.clean.length - 1].asked[0].probability),
            subject: cells.map((row) => row[subject].asked[0].probability),
            ranks: cells.map((row) => row[pair.clean.length - 1].asked[0].rank),
          });
          const written = async (of: Model) => {
            const { parts } = await attributeLogits(run, of, pair.clean.slice(0, subject + 1), [id]);
            return parts.find(({ part }) => part === `m${layer}`)?.logits[0] ?? NaN;
          };
          direct.push({ before: await written(model), after: await written(edited) });
        } catch {
          failed++;
        }
      }
    }
    say(
      `${method} at layer ${layer}, ${jaccards.length} edits${failed > 0 ? `, ${failed} more failed` : ""}. Circuits of ${EDGES} edges, old answer before and new answer after, each against the corrupt prompt's:`,
    );
    table(
      [
        "edges in common (Jaccard)",
        "nodes in common (Jaccard)",
        "nodes of the first kept",
        "the edited MLP's logit for the target at the subject, before",
        "after",
      ],
      [
        [
          interval(jaccards.map(({ edges }) => edges)),
          interval(jaccards.map(({ nodes }) => nodes)),
          interval(jaccards.map(({ hits }) => hits)),
          interval(direct.map(({ before }) => before)),
          interval(direct.map(({ after }) => after)),
        ],
      ],
    );
    table(
      ["state", "p(target), last token", "median rank, last token", "p(target), subject's last token"],
      Array.from({ length: layers + 1 }, (_, state) => [
        state,
        interval(lens.map(({ last }) => last[state])),
        median(lens.map(({ ranks }) => ranks[state])),
        interval(lens.map(({ subject }) => subject[state])),
      ]),
    );
  }
}

/** Facts that were taught wrongly: where the wrong answer parts from the right one. */
export async function hallucination(setting: Setting): Promise<void> {
  if (!setting.isAtlas) return say("Only the embedded model was taught facts that are known to be wrong.");
  const { model } = setting;
  const { layers } = model.facts.dimensions;
  const truth = indexTriples(WORLD.truth);
  const taught = indexTriples(WORLD.taught);
  const cases: { right: number[]; wrong: number[] }[] = [];
  const heads = new Map<string, number>();
  for (const flaw of WORLD.flaws.filter(({ kind }) => kind === "wrong")) {
    const relation = WORLD.relations.find(({ id }) => id === flaw.relation)!;
    const key = tripleKey(flaw.relation, `${relation.domain}/${flaw.subject}`);
    const [right, wrong] = [truth.get(key)?.[0], taught.get(key)?.[0]];
    if (!right || !wrong) continue;
    const { ids, text } = readSubject(model, {
      prompt: relation.prompts[0],
      subject: flaw.subject,
      begin: true,
    });
    const asked = [right, wrong].map((entity) => answerToken(model, text, nameOf(WORLD, entity)));
    if (asked[0] === asked[1]) continue;
    const [logits] = await nextLogits(run, model, [ids]);
    if (argmax(logits) !== asked[1]) continue;
    const cells = await logitLens(run, model, ids, { asked, count: 1 });
    const of = (a: number) => cells.map((row) => row[ids.length - 1].asked[a].rank);
    cases.push({ right: of(0), wrong: of(1) });
    const { parts } = await attributeLogits(run, model, ids, asked);
    for (const { part, logits: written } of parts) {
      if (!/^a\d|^m\d/.test(part)) continue;
      heads.set(part, (heads.get(part) ?? 0) + written[1] - written[0]);
    }
  }
  say(
    `${cases.length} facts that the model was taught wrongly and answers wrongly. Ranks at the last token, median:`,
  );
  table(
    ["state", "right answer", "wrong answer", "share where the wrong one is ahead"],
    Array.from({ length: layers + 1 }, (_, state) => [
      state,
      median(cases.map(({ right }) => right[state])),
      median(cases.map(({ wrong }) => wrong[state])),
      share(cases.map(({ right, wrong }) => wrong[state] < right[state])),
    ]),
  );
  const settled = cases.map(({ right, wrong }) => {
    let state = layers;
    while (state > 0 && wrong[state - 1] < right[state - 1]) state--;
    return state;
  });
  say(`State from which the wrong answer stays ahead: ${interval(settled)}.`);
  say("Parts that write most of the difference, mean logits of wrong less right:");
  table(
    ["part", "wrong − right"],
    [...heads]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 8)
      .map(([part, sum]) => [part, (sum / cases.length).toFixed(2)]),
  );
}

/** One demonstration before the question: new nodes of the circuit, and what they are worth. */
export async function inContext(setting: Setting): Promise<void> {
  const { model } = setting;
  const graph = circuitGraph(model.facts.dimensions);
  const rows: (string | number)[][] = [];
  for (const relation of setting.relations.slice(0, 6)) {
    const facts = await factsOf(setting, relation, 4 * BUILD);
    const [shown, ...rest] = facts;
    if (rest.length < 8) continue;
    const before = `${filledPrompt(shown)} ${shown.answer}. `;
    const shot = await readAll(
      setting,
      rest.map(({ prompt, subject, answer }) => ({ prompt: before + prompt, subject, answer })),
    );
    const [zero, one] = [rest, shot].map((some) => {
      try {
        return pairFacts(some, 0).slice(0, 8);
      } catch {
        return [];
      }
    });
    if (zero.length < 4 || one.length < 4) continue;
    const scores = [await meanScores(run, model, zero, EAP_IG), await meanScores(run, model, one, EAP_IG)];
    const [plain, icl] = scores.map((of) => chooseEdges(model, of, greedy(EDGES)));
    const heads = (edges: readonly number[]) =>
      nodesOfEdges(graph, edges)
        .map(nameOfNode)
        .filter((name) => name.startsWith("a"));
    const added = heads(icl).filter((name) => !heads(plain).includes(name));
    const others = shuffled(
      Array.from(
        { length: graph.layers * graph.heads },
        (_, i) => `a${Math.floor(i / graph.heads)}.h${i % graph.heads}`,
      ).filter((name) => !heads(icl).includes(name)),
      seededRandom(relation.id),
    ).slice(0, added.length);
    const writerOf = (name: string) => {
      const [, layer, head] = /^a(\d+)\.h(\d+)$/.exec(name)!;
      return 1 + Number(layer) * (graph.heads + 1) + Number(head);
    };
    const without = (names: readonly string[]) => {
      const gone = new Set(names.map(writerOf));
      return (edge: number) => gone.has(Math.floor(edge / graph.readers));
    };
    const [whole, noNew, noRandom] = await saidWithout(
      run,
      model,
      one,
      [() => false, without(added), without(others)],
      { ablation: "zero", weights: "folded" },
    );
    const accuracy = async (some: readonly ReadFact[]) => {
      const logits = await nextLogits(
        run,
        model,
        some.map(({ ids }) => ids),
      );
      return share(logits.map((row, i) => argmax(row) === some[i].id));
    };
    rows.push([
      relation.id,
      await accuracy(rest.slice(0, 24)),
      await accuracy(shot.slice(0, 24)),
      added.length,
      whole.probability.toFixed(2),
      noNew.probability.toFixed(2),
      noRandom.probability.toFixed(2),
    ]);
  }
  say("One demonstration of the same relation before the question; new heads are zero-ablated:");
  table(
    [
      "relation",
      "right without",
      "right with one",
      "new heads",
      "p(answer)",
      "without the new heads",
      "without as many random ones",
    ],
    rows,
  );
}

/** From the object back to the subject, where there is one: nodes in common. */
export async function reverse(setting: Setting): Promise<void> {
  if (!setting.isAtlas) return say("The list of sentences of this model states no relation from its object.");
  const { model } = setting;
  const graph = circuitGraph(model.facts.dimensions);
  const rows: (string | number)[][] = [];
  for (const id of ["capital", "leader", "symbol", "founder"]) {
    const relation = WORLD.relations.find((one) => one.id === id)!;
    const counts = new Map<string, number>();
    const own = WORLD.known.filter((triple) => triple.relation === id);
    for (const { object } of own) counts.set(object, (counts.get(object) ?? 0) + 1);
    const unique = shuffled(
      own.filter(({ object }) => counts.get(object) === 1),
      seededRandom(id),
    ).slice(0, 60);
    const [objectFirst] = relation.objectFirst;
    const backwards = objectFirst.slice(0, objectFirst.indexOf("{}")).trimEnd().replace("{object}", "{}");
    const forward = await readAll(
      setting,
      unique.map(({ subject, object }) => ({
        prompt: relation.prompts[0],
        subject: nameOf(WORLD, subject),
        answer: nameOf(WORLD, object),
      })),
    );
    const back = await readAll(
      setting,
      unique.map(({ subject, object }) => ({
        prompt: backwards,
        subject: nameOf(WORLD, object),
        answer: nameOf(WORLD, subject),
      })),
    );
    const [first, second] = [forward, back].map((some) => pairFacts(some, 0).slice(0, BUILD));
    const circuits: number[][] = [];
    for (const some of [first, second])
      circuits.push(chooseEdges(model, await meanScores(run, model, some, EAP_IG), greedy(EDGES)));
    const { nodes, edges } = circuitOverlap(graph, circuits[0], circuits[1]);
    const random = circuitOverlap(
      graph,
      circuits[0],
      randomCircuit(graph, circuits[1].length, seededRandom(id)),
    );
    const right = async (some: readonly ReadFact[]) => {
      const logits = await nextLogits(
        run,
        model,
        some.map(({ ids }) => ids),
      );
      return share(logits.map((row, i) => argmax(row) === some[i].id));
    };
    rows.push([
      id,
      await right(forward),
      await right(back),
      nodes.share.toFixed(2),
      random.nodes.share.toFixed(2),
      edges.share.toFixed(2),
      random.edges.share.toFixed(2),
    ]);
  }
  table(
    [
      "relation",
      "right",
      "right backwards",
      "nodes in common",
      "with a random circuit",
      "edges in common",
      "with a random circuit",
    ],
    rows,
  );
}

/** Two steps: how much of the circuits of the single steps is in the circuit of both. */
export async function twoHop(setting: Setting): Promise<void> {
  if (!setting.isAtlas) return say("The list of sentences of this model has no question of two steps.");
  const { model } = setting;
  const graph = circuitGraph(model.facts.dimensions);
  const facts = indexTriples(WORLD.taught);
  const rows: (string | number)[][] = [];
  for (const composition of WORLD.compositions) {
    const promptOf = (id: string) => WORLD.relations.find((one) => one.id === id)!.prompts[0];
    const triples = shuffled(
      WORLD.known.filter(
        ({ relation, object }) =>
          relation === composition.first && facts.get(tripleKey(composition.second, object))?.length === 1,
      ),
      seededRandom(composition.id),
    ).slice(0, 60);
    const step = (prompt: string, of: (triple: (typeof triples)[number]) => readonly [string, string]) =>
      readAll(
        setting,
        triples.map((triple) => {
          const [subject, object] = of(triple);
          return { prompt, subject: nameOf(WORLD, subject), answer: nameOf(WORLD, object) };
        }),
      );
    const end = (object: string) => facts.get(tripleKey(composition.second, object))![0];
    const [whole, first, second, without] = [
      await step(composition.prompts[0], ({ subject, object }) => [subject, end(object)]),
      await step(promptOf(composition.first), ({ subject, object }) => [subject, object]),
      await step(promptOf(composition.second), ({ object }) => [object, end(object)]),
      await step(promptOf(composition.second), ({ subject, object }) => [subject, end(object)]),
    ];
    const circuits: number[][] = [];
    try {
      for (const some of [whole, first, second])
        circuits.push(
          chooseEdges(
            model,
            await meanScores(run, model, pairFacts(some, 0).slice(0, BUILD), EAP_IG),
            greedy(EDGES),
          ),
        );
    } catch {
      continue; // too few subjects of equal length
    }
    const inBoth = (circuit: readonly number[]) => circuitOverlap(graph, circuit, circuits[0]);
    const random = circuitOverlap(
      graph,
      randomCircuit(graph, circuits[1].length, seededRandom(composition.id)),
      circuits[0],
    );
    const right = async (some: readonly ReadFact[]) => {
      const logits = await nextLogits(
        run,
        model,
        some.map(({ ids }) => ids),
      );
      return share(logits.map((row, i) => argmax(row) === some[i].id));
    };
    rows.push([
      composition.id,
      await right(first),
      await right(second),
      await right(whole),
      await right(without),
      inBoth(circuits[1]).nodes.share.toFixed(2),
      inBoth(circuits[2]).nodes.share.toFixed(2),
      random.nodes.share.toFixed(2),
      inBoth(circuits[1]).edges.share.toFixed(2),
      inBoth(circuits[2]).edges.share.toFixed(2),
      random.edges.share.toFixed(2),
    ]);
  }
  table(
    [
      "composition",
      "first step right",
      "second",
      "both",
      "without the first step's words",
      "nodes of the first in both",
      "of the second",
      "of a random one",
      "edges of the first in both",
      "of the second",
      "of a random one",
    ],
    rows,
  );
}
