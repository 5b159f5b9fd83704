/** Where relations live: layers of their circuits, heads without which the answer falls, and early MLPs. */
import { createRun, seededRandom } from "../../../lib/base";
import {
  attributeLogits,
  chooseEdges,
  circuitGraph,
  embeddingSpread,
  evaluateCircuits,
  layerShares,
  meanScores,
  nextLogits,
  nodesOfEdges,
  randomCircuit,
  readComponents,
  saidWithout,
  traceAnswer,
  wilson,
  type PromptPair,
  type ReadFact,
} from "../../../lib/explain";
import { argmax } from "../../../lib/model";
import {
  BUILD,
  EAP_IG,
  EDGES,
  factsOf,
  greedy,
  interval,
  pairsOf,
  run,
  say,
  table,
  type Setting,
} from "./setting";

/** Share of each layer's nodes in a relation's circuit, and Hit@10 of circuit, random circuit and model. */
export async function relations(setting: Setting): Promise<void> {
  const { model } = setting;
  const graph = circuitGraph(model.facts.dimensions);
  const rows: (string | number)[][] = [];
  const shares: number[][] = [];
  for (const relation of setting.relations) {
    const pairs = await pairsOf(setting, relation, 4 * BUILD);
    if (pairs.length < 2 * BUILD) continue;
    const [build, test] = [pairs.slice(0, BUILD), pairs.slice(BUILD, 2 * BUILD)];
    const circuit = chooseEdges(model, await meanScores(run, model, build, EAP_IG), greedy(EDGES));
    const random = randomCircuit(graph, circuit.length, seededRandom(relation.id));
    const [own, others] = await Promise.all(
      [build, test].map((some) =>
        evaluateCircuits(run, model, some, [circuit, random], { ablation: "patch" }),
      ),
    );
    shares.push(layerShares(graph, nodesOfEdges(graph, circuit)));
    rows.push([
      relation.id,
      circuit.length,
      own.whole.hit10.toFixed(2),
      own.circuits[0].hit10.toFixed(2),
      others.whole.hit10.toFixed(2),
      others.circuits[1].hit10.toFixed(2),
      others.circuits[0].hit10.toFixed(2),
      own.circuits[0].normalizedFaithfulness.toFixed(2),
      own.circuits[0].without.hit10.toFixed(2),
    ]);
  }
  const n = rows.length * BUILD;
  const mean = (column: number) => rows.reduce((sum, row) => sum + Number(row[column]), 0) / rows.length;
  const total = [2, 3, 4, 5, 6].map((column) => {
    const [low, high] = wilson(mean(column), n);
    return `${mean(column).toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
  });
  table(
    [
      "relation",
      "edges",
      "build: model",
      "build: circuit",
      "test: model",
      "test: random",
      "test: circuit",
      "share kept",
      "model without it",
    ],
    [...rows, [`all, n = ${n}`, "", ...total, mean(7).toFixed(2), mean(8).toFixed(2)]],
  );
  say("Share of each layer's heads and MLP in the circuits, mean over relations with its 95 % interval:");
  table(
    ["layer", "share"],
    Array.from({ length: graph.layers }, (_, layer) => [layer, interval(shares.map((of) => of[layer]))]),
  );
}

/** What the answer loses without each head, beside what the head reads and writes. */
export async function heads(setting: Setting): Promise<void> {
  const { model } = setting;
  const graph = circuitGraph(model.facts.dimensions);
  const rows: (string | number)[][] = [];
  for (const relation of setting.relations.slice(0, 4)) {
    const pairs = (await pairsOf(setting, relation, 2 * BUILD)).slice(0, BUILD);
    if (pairs.length < 6) continue;
    const writers = Array.from({ length: graph.layers * graph.heads }, (_, i) => {
      const layer = Math.floor(i / graph.heads);
      return {
        name: `a${layer}.h${i % graph.heads}`,
        writer: 1 + layer * (graph.heads + 1) + (i % graph.heads),
      };
    });
    const settings = { ablation: "patch" } as const;
    const without = writers.map(
      ({ writer }) =>
        (edge: number) =>
          Math.floor(edge / graph.readers) === writer,
    );
    const [whole, ...each] = await saidWithout(run, model, pairs, [() => false, ...without], settings);
    const written = await headsOf(setting, pairs);
    const ranked = writers
      .map(({ name }, i) => ({ name, lost: whole.metric - each[i].metric, ...written.get(name)! }))
      .sort((a, b) => b.lost - a.lost)
      .slice(0, 4);
    for (const head of ranked)
      rows.push([
        relation.id,
        head.name,
        head.lost.toFixed(2),
        (head.lost / whole.metric).toFixed(2),
        head.subject.toFixed(2),
        head.relation.toFixed(2),
        head.fromSubject.toFixed(2),
        head.subject >= 0.4 && head.subject > 2 * head.relation
          ? "mover"
          : head.relation >= 0.4 && head.relation > 2 * head.subject
            ? "relation"
            : head.subject >= 0.2 && head.relation >= 0.2
              ? "mixture"
              : "-",
      ]);
  }
  say("Heads without which the difference falls most (patched with the corrupt prompt), mean over facts:");
  table(
    [
      "relation",
      "head",
      "difference lost",
      "of the whole",
      "reads the subject",
      "reads the relation",
      "writes of the answer from the subject",
      "kind",
    ],
    rows,
  );
}

/** By head: attention of the last token to the subject and to the rest, and what it writes of the answer from the subject. */
async function headsOf(setting: Setting, pairs: readonly (PromptPair & { readonly fact: ReadFact })[]) {
  const { model } = setting;
  const sums = new Map<string, { subject: number; relation: number; fromSubject: number }>();
  const { heads } = model.facts.dimensions;
  for (const { clean, answer, other, fact } of pairs) {
    const [start, end] = fact.subjectTokens;
    const { layers } = await readComponents(run, model, clean);
    const { sources } = await attributeLogits(run, model, clean, [answer, other]);
    const tokens = clean.length;
    layers.forEach(({ pattern }, layer) => {
      for (let head = 0; head < heads; head++) {
        const row = (j: number) => pattern[(head * tokens + tokens - 1) * tokens + j];
        const begin = setting.begin ? row(0) : 0;
        let [subject, relation, fromSubject] = [0, 0, 0];
        for (let j = setting.begin ? 1 : 0; j < tokens - 1; j++) {
          if (j >= start && j < end) {
            subject += row(j);
            fromSubject += sources[layer][head][j] - sources[layer][head][tokens + j];
          } else relation += row(j);
        }
        const name = `a${layer}.h${head}`;
        const sum = sums.get(name) ?? { subject: 0, relation: 0, fromSubject: 0 };
        sum.subject += subject / (1 - begin) / pairs.length;
        sum.relation += relation / (1 - begin) / pairs.length;
        sum.fromSubject += fromSubject / pairs.length;
        sums.set(name, sum);
      }
    });
  }
  return sums;
}

/** Whether the subject's last token's early MLPs matter, as ROME's traces say. */
export async function early(setting: Setting): Promise<void> {
  const { model } = setting;
  const { layers } = model.facts.dimensions;
  const facts: ReadFact[] = [];
  for (const relation of setting.relations) facts.push(...(await factsOf(setting, relation, 4)));
  const known: ReadFact[] = [];
  for (const fact of facts) {
    const [logits] = await nextLogits(run, model, [fact.ids]);
    if (argmax(logits) === fact.id) known.push(fact);
  }
  const some = known.slice(0, 24);
  const spread = await embeddingSpread(
    run,
    model,
    some.map(({ subject }) => model.tokenizer.encode(subject).ids),
  );
  const effects = { mlp: [] as number[][], attention: [] as number[][], state: [] as number[][] };
  const last = { mlp: [] as number[][], attention: [] as number[][], state: [] as number[][] };
  const totals: number[] = [];
  for (const [i, { ids, subjectTokens }] of some.entries()) {
    const end = subjectTokens[1] - 1;
    const traced = await traceAnswer(createRun({ seed: i }), model, {
      ids,
      subject: subjectTokens,
      tokens: [end, ids.length - 1],
      kinds: ["state", "mlp", "attention"],
      noise: 3 * spread,
      window: Math.max(1, Math.floor(layers / 6)),
    });
    totals.push(traced.high - traced.low);
    for (const kind of ["state", "mlp", "attention"] as const) {
      effects[kind].push((traced.scores[kind] ?? [])[0].map((score) => score - traced.low));
      last[kind].push((traced.scores[kind] ?? [])[1].map((score) => score - traced.low));
    }
  }
  say(
    `Causal traces of ${some.length} facts, noise 3σ = ${(3 * spread).toFixed(3)}, window 1; total effect ${interval(totals)}.`,
  );
  say("Average indirect effect at the subject's last token and at the prompt's last token:");
  const cell = (list: readonly number[][], layer: number) => interval(list.map((of) => of[layer]));
  table(
    ["layer", "state, subject", "MLP, subject", "attention, subject", "MLP, last", "attention, last"],
    Array.from({ length: layers }, (_, layer) => [
      layer,
      cell(effects.state, layer),
      cell(effects.mlp, layer),
      cell(effects.attention, layer),
      cell(last.mlp, layer),
      cell(last.attention, layer),
    ]),
  );
}
