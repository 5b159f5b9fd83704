/** knowledge: say facts in plain words, look at the plan, teach it to a model, take it back; graphs in files. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { invalidField, PalimpsestError, parseInput } from "../../../lib/base";
import { givesName } from "../../../lib/data";
import { EDIT_METHODS } from "../../../lib/edit";
import { outcomeOf } from "../../../lib/eval/results";
import {
  casesOf,
  contradictionsIn,
  nameIn,
  oneByOne,
  questionOf,
  type KnowledgeGraph,
  type Plan,
  type Rollback,
  type Statement,
  type UndoSelection,
} from "../../../lib/knowledge";
import {
  contentFromRows,
  readCsv,
  readRelationLibrary,
  readTurtle,
  writeCsv,
  writeTurtle,
} from "../../../lib/knowledge/exchange";
import {
  createKnowledge,
  GUARDS,
  summaryOf,
  WORLD_GRAPH,
  type OpenGraph,
} from "../../../lib/server/knowledge/service";
import { readEnv } from "../../../lib/server/env";
import { KnowledgeGraphId } from "../../../lib/store";
import { additionOf, branchId } from "../../../lib/version";
import {
  chosenMethods,
  modelId,
  openHistory,
  openModelHost,
  print,
  table,
  tell,
  terminalRun,
  type CommonOptions,
} from "../context";
import { linesOfPlan, linesOfReading } from "./lines";

interface GraphOptions {
  readonly graph: string;
  readonly author: string;
}

interface ApproveOptions extends GraphOptions {
  readonly plan?: string;
  readonly untick: readonly string[];
  readonly method?: string;
  readonly source?: string;
  readonly approvedBy?: string;
  readonly evenIfDamaged?: boolean;
  readonly branch: string;
}

export function addKnowledgeCommands(program: Command, common: () => CommonOptions): void {
  const knowledge = program
    .command("knowledge")
    .description("say facts in plain words, look at the plan, teach it to a model, take it back");
  const command = (name: string, description: string): Command =>
    knowledge
      .command(name)
      .description(description)
      .option("--graph <id>", "knowledge graph", WORLD_GRAPH)
      .option("--author <name>", "who says it", "");

  command("say <sentence>", "what a sentence means, and what it would change; changes nothing").action(
    (sentence: string, options: GraphOptions) =>
      withGraph(common(), options, (session) => say(session, sentence)),
  );
  command("plan <sentence>", "the plan of a sentence, with its id and lines; changes nothing")
    .option("--untick <line...>", "ids of lines that are not done", [])
    .action((sentence: string, options: ApproveOptions) =>
      withGraph(common(), options, async (session) => {
        const { plan, cases } = await planned(session, sentence, options);
        print(common(), { ...plan, cases }, () => linesOfPlan(session.open.ledger.graph, plan));
      }),
    );
  command(
    "approve <sentence>",
    "take up the plan of a sentence; with --method, teach it to the model and keep both",
  )
    .option("--plan <id>", "the plan that was looked at; refused when the graph gives another by now")
    .option("--untick <line...>", "ids of lines that are not done", [])
    .option("--method <id>", "the method that edits the model; the graph alone is changed when absent")
    .option("--source <text>", "where it stands")
    .option("--approved-by <name>", "a second person who has looked at the plan")
    .option("--even-if-damaged", "keep an edit that changed facts beside it")
    .option("--branch <name>", "branch to edit", "main")
    .action((sentence: string, options: ApproveOptions) =>
      withGraph(common(), options, (session) => approve(session, sentence, options)),
    );
  command("undo [what]", 'undo the last plan, "plan 3", "author Ada" or "day 2026-01-31"')
    .option("--branch <name>", "branch from which the plan's version is taken out", "main")
    .action((what: string | undefined, options: ApproveOptions) =>
      withGraph(common(), options, (session) => undo(session, what, options)),
    );
  command("ask <question>", "the graph's answer and the model's, side by side").action(
    (question: string, options: GraphOptions) =>
      withGraph(common(), options, (session) => ask(session, question)),
  );
  command("import <file>", "a new graph from a CSV (head,relation,tail) or Turtle file")
    .requiredOption("--name <id>", "id of the new graph")
    .option("--library <file>", "relation library: JSON of names, types, inverses and rules")
    .action((file: string, options: GraphOptions & { name: string; library?: string }) =>
      withStore(common(), async (session) => importGraph(session, file, options)),
    );
  command("export <file>", "the stated facts of a graph as CSV or Turtle, by the ending of the file").action(
    (file: string, options: GraphOptions) =>
      withGraph(common(), options, async ({ open }) => {
        const { graph } = open.ledger;
        await writeFile(file, isTurtle(file) ? await writeTurtle(graph) : writeCsv(graph));
        print(common(), { file, facts: graph.size }, () => [`${file} written`]);
      }),
  );
  command("check", "what a graph holds, its plans, and where it contradicts itself").action(
    (options: GraphOptions) =>
      withGraph(common(), options, async ({ open }) => {
        const summary = summaryOf(open);
        const { graph, entries } = open.ledger;
        const contradictions = contradictionsIn(graph);
        print(common(), { ...summary, contradictions, plans: entries }, () => [
          `${summary.facts} facts about ${summary.entities} entities in ${summary.relations} relations`,
          ...table(
            ["plan", "author", "at", "holds", "what"],
            entries.map(({ sequence, author, at, isActive, sentence, lines }) => [
              String(sequence),
              author || "–",
              at.slice(0, 19),
              isActive ? "yes" : "undone",
              sentence ?? lines[0]?.id ?? "–",
            ]),
          ),
          ...contradictions.map(
            ({ relation, facts }) =>
              `${relation}: ${facts.map((fact) => factText(graph, fact)).join(" and ")}`,
          ),
        ]);
      }),
  );
}

type Store = Awaited<ReturnType<typeof openHistory>>;
interface Session extends Store {
  readonly common: CommonOptions;
  readonly modelHost: Awaited<ReturnType<typeof openModelHost>>;
  readonly knowledge: ReturnType<typeof createKnowledge>;
}
interface GraphSession extends Session {
  readonly open: OpenGraph;
  readonly options: GraphOptions;
}

async function withStore(common: CommonOptions, work: (session: Session) => Promise<void>): Promise<void> {
  const modelHost = await openModelHost(common);
  const history = await openHistory(modelHost);
  try {
    const knowledge = createKnowledge({
      store: history.store,
      versions: history.versions,
      policy: GUARDS[readEnv().guards],
    });
    await work({ ...history, common, modelHost, knowledge });
  } finally {
    await history.close();
  }
}

function withGraph(
  common: CommonOptions,
  options: GraphOptions,
  work: (session: GraphSession) => Promise<void>,
): Promise<void> {
  return withStore(common, async (session) =>
    work({ ...session, options, open: await session.knowledge.open(options.graph) }),
  );
}

async function say(session: GraphSession, sentence: string): Promise<void> {
  const { common, open } = session;
  const { graph } = open.ledger;
  const interpretation = open.interpreter.interpret(sentence);
  const plan = interpretation.statements.length > 0 ? (await planned(session, sentence)).plan : undefined;
  print(common, { ...interpretation, ...(plan && { plan }) }, () => [
    ...linesOfReading(graph, interpretation),
    ...(plan ? ["", ...linesOfPlan(graph, plan)] : []),
  ]);
}

/** The statements of a sentence. Throws `invalid_input` where it was not understood well enough to run. */
function statementsOf({ open }: GraphSession, sentence: string): Statement[] {
  const interpretation = open.interpreter.interpret(sentence);
  if (interpretation.statements.length > 0) return interpretation.statements;
  throw invalidField(
    "sentence",
    `This does not state a fact that was understood: ${linesOfReading(open.ledger.graph, interpretation).join(" ")}`,
    'Say it as "The capital of France is Lyon.", or see what was understood with knowledge say.',
  );
}

async function planned(session: GraphSession, sentence: string, { untick }: Partial<ApproveOptions> = {}) {
  const { knowledge, options } = session;
  const statements = statementsOf(session, sentence);
  const { plan } = await knowledge.plan(options.graph, {
    statements,
    unticked: untick,
    author: options.author,
  });
  return { plan, cases: casesOf(session.open.ledger.graph, plan) };
}

async function approve(session: GraphSession, sentence: string, options: ApproveOptions): Promise<void> {
  const { common, knowledge, open } = session;
  const { plan, cases } = await planned(session, sentence, options);
  if (options.plan !== undefined && options.plan !== plan.id)
    throw new PalimpsestError("conflict", "The graph gives another plan by now.", {
      hint: "Look at it with knowledge plan, and approve that.",
      details: { field: "--plan" },
    });
  const keep = options.method === undefined ? undefined : await taught(session, plan, cases, options);
  const { entry, version } = await knowledge.approve(options.graph, {
    statements: plan.statements,
    unticked: options.untick,
    author: options.author,
    source: options.source,
    approvedBy: options.approvedBy,
    sentence,
    plan: plan.id,
    ...(keep && { keep }),
  });
  print(common, { sequence: entry.sequence, lines: entry.lines, version: version?.id }, () => [
    ...linesOfPlan(open.ledger.graph, plan),
    `Plan ${entry.sequence} holds${version ? `, and its edit is version ${version.id}` : ""}.`,
  ]);
}

/** Runs the edits of the plan on the head of the branch. What it gives keeps them. */
async function taught(
  { common, modelHost, store, versions, models }: GraphSession,
  plan: Plan,
  cases: ReturnType<typeof casesOf>,
  { method = "", branch: name, author, evenIfDamaged }: ApproveOptions,
) {
  if (cases.length === 0)
    throw new PalimpsestError("no_effect", "The plan adds nothing that a model could be taught.", {
      hint: "Leave out --method to change the graph alone.",
    });
  const model = modelId(common.model);
  await models.prepare(model);
  const branch = await store.branches.get(branchId(model, name));
  const isBatch = EDIT_METHODS.get(method).traits.batch;
  const { outcomes, place } = await modelHost.edit(terminalRun(common), {
    model,
    version: branch.head,
    cases: isBatch ? cases : oneByOne(cases),
    methods: chosenMethods(method, {}),
    mode: isBatch ? "batch" : "sequential",
    seed: 0,
  });
  const [outcome] = outcomes;
  if (outcome.error) throw new PalimpsestError("no_effect", outcome.error.message);
  if (!evenIfDamaged && outcome.verdict && outcomeOf(outcome.verdict, cases).kind === "damaged")
    throw new PalimpsestError(
      "no_effect",
      "The edit changed facts beside it, so neither it nor the plan was kept.",
      {
        hint: "Try another method, or keep it all the same with --even-if-damaged.",
      },
    );
  const requests = cases.map(({ request }) => request);
  const addition = additionOf({ version: branch.head, requests, seed: 0, place }, outcome);
  return (also: Parameters<typeof versions.keep>[1]) =>
    versions.keep({ ...addition, branchId: branch.id, author, reason: plan.lines[0].id }, also);
}

async function undo(session: GraphSession, what: string | undefined, options: ApproveOptions): Promise<void> {
  const { common, knowledge, open } = session;
  const {
    undone,
    planned: again,
    version,
    dependents,
  } = await knowledge.undo(options.graph, selectionOf(open, what), {
    author: options.author,
    branchId: branchId(modelId(common.model), options.branch),
  });
  print(common, { undone, planned: again, version: version?.id, dependents }, () => [
    ...undone.map(({ sequence, sentence = "" }) => `Plan ${sequence} is undone. ${sentence}`.trim()),
    ...again.map(({ sequence, fault }) =>
      fault === undefined
        ? `Plan ${sequence} rested on it and was planned again.`
        : `Plan ${sequence} does nothing now: ${fault}`,
    ),
    ...(version ? [`The model is version ${version.id}.`] : []),
    ...(dependents.length > 0
      ? [`Computed on top of what was taken out: ${dependents.join(", ")}. Ask them again.`]
      : []),
  ]);
}

function selectionOf({ ledger, interpreter }: OpenGraph, what: string | undefined): UndoSelection {
  const form = what === undefined ? null : /^(plan|author|day) (.+)$/.exec(what);
  if (form !== null) {
    const [, kind, value] = form;
    return kind === "plan" ? { plan: Number(value) } : kind === "author" ? { author: value } : { day: value };
  }
  const rollback: Rollback | undefined =
    what === undefined ? { kind: "last" } : interpreter.interpret(what).rollback;
  if (rollback === undefined)
    throw invalidField(
      "what",
      `"${what}" names no plan.`,
      'Write "plan 3", "author Ada" or "day 2026-01-31".',
    );
  if (rollback.kind === "plan") return { plan: rollback.plan };
  if (rollback.kind === "author") return { author: rollback.author };
  if (rollback.kind === "today") return { day: new Date().toISOString().slice(0, 10) };
  return { plan: ledger.entries.findLast(({ isActive }) => isActive)?.sequence ?? 0 };
}

async function ask(
  { common, open, modelHost, models, store }: GraphSession,
  question: string,
): Promise<void> {
  const { intent, readings } = open.interpreter.interpret(question);
  const [{ subject, relation } = { subject: undefined, relation: "" }] = readings;
  if (intent !== "query" || subject?.entity === undefined)
    throw invalidField(
      "question",
      "This is no question about the graph that was understood.",
      'Ask "What is the capital of France?"',
    );
  const { graph } = open.ledger;
  const answers = [...graph.objects(subject.entity, relation)];
  const { prompt } = questionOf(
    graph,
    { subject: subject.entity, relation, object: answers[0] ?? subject.entity },
    "en",
  );
  const model = modelId(common.model);
  await models.prepare(model);
  const { head } = await store.branches.get(branchId(model, "main"));
  const { text } = await modelHost.generate({ model, version: head, prompt, maxTokens: 8 });
  const names = answers.map((id) => nameIn(graph.entity(id), "en"));
  const agrees = givesName(
    text,
    answers.flatMap((id) => allNamesOf(graph, id)),
  );
  print(common, { prompt, graph: names, model: text, agrees }, () => [
    prompt,
    `  graph: ${names.join(", ") || "–"}`,
    `  model: ${text.trim()}`,
    agrees ? "They agree." : "They differ.",
  ]);
}

async function importGraph(
  { common, knowledge }: Session,
  file: string,
  { name, library, author }: GraphOptions & { readonly name: string; readonly library?: string },
): Promise<void> {
  const text = await readFile(file, "utf8");
  const rows = isTurtle(file) ? readTurtle(text) : readCsv(text);
  const read =
    library === undefined ? undefined : readRelationLibrary(JSON.parse(await readFile(library, "utf8")));
  const content = contentFromRows(rows, read, { source: path.basename(file) });
  tell(...(read?.notes ?? []));
  const record = await knowledge.create({ id: parseInput(KnowledgeGraphId, name), name, author, content });
  const summary = summaryOf(await knowledge.open(record.id));
  print(common, summary, () => [
    `Graph ${record.id}: ${summary.facts} facts about ${summary.entities} entities in ${summary.relations} relations, ${summary.contradictions} contradictions.`,
  ]);
}

const isTurtle = (file: string): boolean => /\.(?:ttl|turtle|nt)$/.test(file);

/** Every way in which an answer may call it. */
function allNamesOf(graph: KnowledgeGraph, id: string): string[] {
  const { name, zh, aliases } = graph.entity(id);
  return [name, ...(zh === undefined ? [] : [zh]), ...aliases];
}

function factText(
  graph: KnowledgeGraph,
  { subject, relation, object }: { subject: string; relation: string; object: string },
): string {
  return `${nameIn(graph.entity(subject), "en")} ${relation} ${nameIn(graph.entity(object), "en")}`;
}
