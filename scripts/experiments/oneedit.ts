/**
 * The experiment of OneEdit (arXiv 2409.07497) on the embedded model (docs/knowledge.md):
 *
 *     npx tsx scripts/experiments/oneedit.ts portability 50
 *     npx tsx scripts/experiments/oneedit.ts overwrites 20
 *
 * `portability` edits facts of three kinds, each on a fresh model: with the sentence alone, and with the requests of its plan. It asks
 * the fact the other way round, facts of the new object through the subject, and the fact by another name, in wordings that are
 * not taught. `overwrites` lets three people give one fact three values, with the earlier edit taken out first or left in.
 * A count after the command limits the facts of a kind; method names after it limit the methods.
 */
import { createRun, PalimpsestError, seededRandom, shuffled } from "../../lib/base";
import { filledPrompt, type EditRequest } from "../../lib/data";
import { atlasWorld } from "../../lib/data/worlds";
import { applyMethod, EDIT_METHODS } from "../../lib/edit";
import { statisticsTextsOf, TRAINING_CASES } from "../../lib/job";
import {
  casesOf,
  closedGraph,
  oneByOne,
  planOf,
  WORDING,
  worldContent,
  type GraphTriple,
} from "../../lib/knowledge";
import {
  generateRows,
  loadModel,
  mergeOverlays,
  scoreTargets,
  type Model,
  type Overlay,
  type ScorePair,
} from "../../lib/model";
import { folderFiles } from "../../lib/server/files/folder-files";
import { createNativeRuntime } from "../../lib/server/worker/runtime";
import { createArtifactCache, memoryArtifacts } from "../../lib/store";

const METHODS = ["memit", "rome", "grace", "alphaedit"];
/** Asked of every edit, and never edited. */
const UNRELATED = 20;

const [command, given = "50", ...named] = process.argv.slice(2);
const count = Number(given);
const methods = named.length > 0 ? named : METHODS;

const print = (line: string) => process.stdout.write(`${line}\n`);
const mean = (values: readonly number[]) =>
  values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
const percent = (values: readonly number[]) =>
  values.length === 0 ? "–" : `${(100 * mean(values)).toFixed(0)}`;

const world = atlasWorld();
const graph = closedGraph(worldContent(world));
const nameOf = (id: string) => world.entities.get(id)!.name;
const run = createRun();
const base = await loadModel(
  "atlas",
  folderFiles("public/models/atlas"),
  createNativeRuntime({ kind: "native", threads: 1 }),
);
const cache = createArtifactCache(memoryArtifacts());

interface Task {
  readonly triple: GraphTriple;
  readonly request: EditRequest;
  /** What should follow, in wordings that no request teaches. */
  readonly asked: readonly ScorePair[];
  /** What should stay. */
  readonly kept: readonly ScorePair[];
}

/** A fact of the relation with another object of its kind, which no two of the tasks share. */
function tasksOf(
  relation: string,
  seed: string,
  askedOf: (triple: GraphTriple) => readonly ScorePair[],
): Task[] {
  const random = seededRandom(seed);
  const facts = world.known.filter((fact) => fact.relation === relation);
  const objects = shuffled([...new Set(facts.map(({ object }) => object))], random.fork("objects"));
  const { prompts } = world.relations.find(({ id }) => id === relation)!;
  const tasks: Task[] = [];
  for (const fact of shuffled(facts, random.fork("facts"))) {
    if (tasks.length === count) break;
    const object = objects.find((other) => other !== fact.object && other !== fact.subject);
    if (object === undefined) break;
    const triple = { ...fact, object };
    const asked = askedOf(triple);
    if (asked.length === 0) continue;
    objects.splice(objects.indexOf(object), 1);
    const request = {
      id: "stated",
      subject: nameOf(fact.subject),
      prompt: prompts[0],
      targetNew: nameOf(object),
      targetTrue: nameOf(fact.object),
    };
    tasks.push({ triple, request, asked, kept: unrelated(triple) });
    if (objects.length < 10)
      objects.push(...shuffled([...new Set(facts.map((one) => one.object))], random.fork("again")));
  }
  return tasks;
}

/** Facts of other subjects that share neither end with the edit: half of its relation, half of others. */
function unrelated({ subject, relation, object }: GraphTriple): ScorePair[] {
  const random = seededRandom(`${subject} ${relation}`);
  const touched = (end: string) => end === subject || end === object;
  const free = shuffled(world.known, random).filter(
    (fact) => !touched(fact.subject) && !touched(fact.object),
  );
  const same = free.filter((fact) => fact.relation === relation).slice(0, UNRELATED / 2);
  const others = free.filter((fact) => fact.relation !== relation).slice(0, UNRELATED / 2);
  return [...same, ...others].map((fact) => ({
    prompt: world.relations
      .find(({ id }) => id === fact.relation)!
      .prompts[0].replace("{}", () => nameOf(fact.subject)),
    target: nameOf(fact.object),
  }));
}

/** The plain sentence; the plan teaches it with words before it. */
const reverseTasks = () =>
  tasksOf("capital", "reverse", ({ subject, object }) => [
    { prompt: `${nameOf(object)} is the capital of`, target: nameOf(subject) },
  ]);

/** The wordings of the world, of which the plan's own are other ones. */
const oneHopTasks = () =>
  tasksOf("city-country", "one-hop", ({ subject, object }) =>
    world.compositions
      .filter(({ first }) => first === "city-country")
      .flatMap(({ second, prompts }) => {
        const known = world.known.filter((fact) => fact.subject === object && fact.relation === second);
        if (known.length !== 1) return [];
        return [{ prompt: prompts[1].replace("{}", () => nameOf(subject)), target: nameOf(known[0].object) }];
      }),
  );

const subReplaceTasks = () =>
  tasksOf("citizenship", "sub-replace", ({ subject, relation, object }) => {
    const { prompts } = world.relations.find(({ id }) => id === relation)!;
    return (world.entities.get(subject)?.aliases ?? []).slice(0, 1).map((alias) => ({
      prompt: prompts[1].replace("{}", () => alias),
      target: nameOf(object),
    }));
  });

/** The requests of the fact's plan: the other direction, two facts of the new object, one other name. */
async function plannedRequests({ triple }: Task): Promise<EditRequest[]> {
  const plan = await planOf(graph, { statements: [{ sign: "add", ...triple }], author: "ada", checks: 8 });
  const worded = { ...WORDING, aliases: 1, hops: 2 };
  return casesOf(graph, plan, worded).map(({ request }) => request);
}

async function edited(
  method: string,
  on: Model,
  requests: readonly EditRequest[],
  worn: readonly Overlay[] = [],
): Promise<Overlay[]> {
  const chosen = EDIT_METHODS.get(method);
  const call = {
    parameters: {},
    cache,
    statisticsTexts: statisticsTextsOf(on, cache),
    trainingCases: TRAINING_CASES,
  };
  const groups = chosen.traits.batch ? [requests] : oneByOne(requests).map((request) => [request]);
  let overlays = [...worn];
  for (const group of groups) {
    try {
      const made = await applyMethod(
        { ...run, random: seededRandom(0) },
        chosen,
        { ...call, model: on.with(overlays), requests: group },
        { evenIfKnown: true },
      );
      overlays = mergeOverlays([...overlays, ...made.overlays], on.facts);
    } catch (error) {
      // A target that is certain already leaves nothing to change.
      if (!(error instanceof PalimpsestError) || error.code !== "no_effect") throw error;
    }
  }
  return overlays;
}

const stated = ({ request }: Task): ScorePair => ({
  prompt: filledPrompt(request),
  target: request.targetNew,
});
const said = async (model: Model, pairs: readonly ScorePair[]): Promise<number[]> =>
  (await scoreTargets(run, model, pairs)).map(({ isGreedy }) => Number(isGreedy));

/** Of what the base writes after each prompt, as many tokens as the true answer has. */
async function answersOf(pairs: readonly ScorePair[]): Promise<ScorePair[]> {
  const lengths = (await scoreTargets(run, base, pairs)).map(({ targetIds }) => targetIds.length);
  const rows = pairs.map(({ prompt }) => base.tokenizer.encode(prompt, { special: true }).ids);
  const written = await generateRows(run, base, rows, { maxTokens: Math.max(...lengths) });
  return pairs.map(({ prompt }, i) => ({
    prompt,
    target: base.tokenizer.decode(written[i].slice(0, lengths[i])).trim(),
  }));
}

async function portability(): Promise<void> {
  print("| facts | method | controller | n | edits | reliability, % | locality, % | portability, % |");
  print("| --- | --- | --- | --- | --- | --- | --- | --- |");
  const kinds = { reverse: reverseTasks(), "one-hop": oneHopTasks(), "sub-replace": subReplaceTasks() };
  for (const [kind, tasks] of Object.entries(kinds)) {
    const kept = await Promise.all(tasks.map((task) => answersOf(task.kept)));
    for (const method of methods) {
      for (const controller of [false, true]) {
        const scores = { reliability: [] as number[], locality: [] as number[], portability: [] as number[] };
        let edits = 0;
        for (const [i, task] of tasks.entries()) {
          const requests = controller ? await plannedRequests(task) : [task.request];
          edits += requests.length;
          const model = base.with(await edited(method, base, requests));
          scores.reliability.push(...(await said(model, [stated(task)])));
          scores.locality.push(mean(await said(model, kept[i])));
          scores.portability.push(mean(await said(model, task.asked)));
        }
        print(
          `| ${[kind, EDIT_METHODS.get(method).name, controller ? "on" : "off", tasks.length, (edits / tasks.length).toFixed(1), percent(scores.reliability), percent(scores.locality), percent(scores.portability)].join(" | ")} |`,
        );
      }
    }
  }
}

/** One fact, three people, three values: what the model says after each, with the edit before taken out or left in. */
async function overwrites(): Promise<void> {
  print("| method | rollback | overwrites | n | p(new) | p(older) | locality, % |");
  print("| --- | --- | --- | --- | --- | --- | --- |");
  const tasks = reverseTasks();
  const kept = await Promise.all(tasks.map((task) => answersOf(task.kept)));
  const cities = [
    ...new Set(world.known.flatMap((fact) => (fact.relation === "capital" ? [fact.object] : []))),
  ];
  for (const method of methods) {
    for (const rollback of [true, false]) {
      const rows = [1, 2, 3].map(() => ({
        now: [] as number[],
        older: [] as number[],
        stays: [] as number[],
      }));
      for (const [i, task] of tasks.entries()) {
        const others = cities.filter(
          (city) => city !== task.triple.object && nameOf(city) !== task.request.targetTrue,
        );
        const values = [task.triple.object, ...shuffled(others, seededRandom(i)).slice(0, 2)].map(nameOf);
        let overlays: Overlay[] = [];
        for (const [k, value] of values.entries()) {
          const request = { ...task.request, targetNew: value };
          overlays = await edited(method, base, [request], rollback ? [] : overlays);
          const model = base.with(overlays);
          const probability = async (target: string) => {
            const [{ perToken }] = await scoreTargets(run, model, [
              { prompt: filledPrompt(request), target },
            ]);
            return Math.exp(perToken.reduce((sum, one) => sum + one, 0));
          };
          rows[k].now.push(await probability(value));
          const older = [task.request.targetTrue!, ...values.slice(0, k)];
          for (const one of older) rows[k].older.push(await probability(one));
          rows[k].stays.push(mean(await said(model, kept[i])));
        }
      }
      rows.forEach(({ now, older, stays }, k) =>
        print(
          `| ${[EDIT_METHODS.get(method).name, rollback ? "on" : "off", k + 1, tasks.length, mean(now).toFixed(3), mean(older).toFixed(4), percent(stays)].join(" | ")} |`,
        ),
      );
    }
  }
}

if (command === "portability") await portability();
else if (command === "overwrites") await overwrites();
else print("Say portability COUNT, or overwrites COUNT.");
// onnxruntime keeps threads alive that would hold the process open.
process.exit();
