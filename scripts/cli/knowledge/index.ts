/** knowledge: say facts in plain words, look at the plan, teach it to a model, take it back; graphs in files. */
import type { Command } from "commander";
import { invalidField } from "../../../lib/base";
import { firstClause, givesName } from "../../../lib/data";
import {
  contradictionsIn,
  nameIn,
  namesOf,
  questionOf,
  type Rollback,
  type UndoSelection,
} from "../../../lib/knowledge";
import { headAt, openedAt } from "../../../lib/server/knowledge/answers";
import { summaryOf, type OpenGraph } from "../../../lib/server/knowledge/service";
import { print, table, type CommonOptions } from "../context";
import { addApproveCommands } from "./approve";
import { addFileCommands } from "./files";
import { linesOfPlan, linesOfReading } from "./lines";
import { addReviewCommands } from "./review";
import {
  branchNamed,
  openBranch,
  factText,
  graphCommands,
  planned,
  withGraph,
  type GraphOptions,
  type GraphSession,
} from "./session";

interface BranchOptions extends GraphOptions {
  readonly branch: string;
}

export function addKnowledgeCommands(program: Command, common: () => CommonOptions): void {
  const knowledge = program
    .command("knowledge")
    .description("say facts in plain words, look at the plan, teach it to a model, take it back");
  const command = graphCommands(knowledge);

  command("say <sentence>", "what a sentence means, and what it would change; changes nothing").action(
    (sentence: string, options: GraphOptions) =>
      withGraph(common(), options, (session) => say(session, sentence)),
  );
  command("plan <sentence>", "the plan of a sentence, with its id and lines; changes nothing")
    .option("--untick <line...>", "ids of lines that are not done", [])
    .action((sentence: string, options: GraphOptions & { untick: readonly string[] }) =>
      withGraph(common(), options, async (session) => {
        const { plan, cases, findings } = await planned(session, sentence, options.untick);
        const guards = [...new Set(findings.map(({ guard }) => guard))];
        print(common(), { ...plan, cases, findings }, () => [
          ...linesOfPlan(session.open.ledger.graph, plan),
          ...(guards.length > 0 ? [`Held back by: ${guards.join(", ")}.`] : []),
        ]);
      }),
    );
  addApproveCommands(command, common);
  command("undo [what]", 'undo the last plan, "plan 3", "author Ada", "day 2026-01-31", or a fact')
    .option("--branch <name>", "branch from which the plan's version is taken out", "main")
    .action((what: string | undefined, options: BranchOptions) =>
      withGraph(common(), options, (session) => undo(session, what, options)),
    );
  command("ask <question>", "the graph's answer and the model's, side by side")
    .option("--branch <name>", "branch of the model that is asked", "main")
    .option("--as-of <when>", "both as they were: after so many events, or at the end of a day (2026-01-31)")
    .action((question: string, options: BranchOptions & { asOf?: string }) =>
      withGraph(common(), options, (session) => ask(session, question, options)),
    );
  addReviewCommands(command, common);
  addFileCommands(command, common);
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

async function undo(session: GraphSession, what: string | undefined, options: BranchOptions): Promise<void> {
  const { common, knowledge, open } = session;
  const {
    undone,
    planned: again,
    version,
    dependents,
  } = await knowledge.undo(options.graph, selectionOf(open, what), {
    author: options.author,
    branchId: branchNamed(session, options.branch),
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
  const read = what === undefined ? undefined : interpreter.interpret(what);
  const [fact] = read?.statements ?? [];
  if (fact !== undefined) {
    const { subject, relation, object } = fact;
    return { fact: { subject, relation, object } };
  }
  const rollback: Rollback | undefined = read === undefined ? { kind: "last" } : read.rollback;
  if (rollback === undefined)
    throw invalidField(
      "what",
      `"${what}" names no plan.`,
      'Write "plan 3", "author Ada", "day 2026-01-31", or the fact as a sentence.',
    );
  if (rollback.kind === "plan") return { plan: rollback.plan };
  if (rollback.kind === "author") return { author: rollback.author };
  if (rollback.kind === "today") return { day: new Date().toISOString().slice(0, 10) };
  return { plan: ledger.entries.findLast(({ isActive }) => isActive)?.sequence ?? 0 };
}

async function ask(
  session: GraphSession,
  question: string,
  { branch, asOf }: BranchOptions & { readonly asOf?: string },
): Promise<void> {
  const { common, modelHost, options } = session;
  const { intent, readings } = session.open.interpreter.interpret(question);
  const [{ subject, relation } = { subject: undefined, relation: "" }] = readings;
  if (intent !== "query" || subject?.entity === undefined)
    throw invalidField(
      "question",
      "This is no question about the graph that was understood.",
      'Ask "What is the capital of France?"',
    );
  const { graph } = (await openedAt(session, options.graph, asOf)).ledger;
  const answers = [...graph.objects(subject.entity, relation)];
  const { prompt } = questionOf(
    graph,
    { subject: subject.entity, relation, object: answers[0] ?? subject.entity },
    "en",
  );
  const { id, model } = await openBranch(session, branch);
  const version = await headAt(session, options.graph, id, asOf);
  const { text } = await modelHost.generate({ model, version, prompt, maxTokens: 12 });
  const said = firstClause(text);
  const names = answers.map((id) => nameIn(graph.entity(id), "en"));
  const agrees = givesName(
    said,
    answers.flatMap((id) => namesOf(graph.entity(id))),
  );
  print(common, { prompt, graph: names, model: said, agrees, version }, () => [
    prompt,
    `  graph: ${names.join(", ") || "–"}`,
    `  model: ${said}`,
    agrees ? "They agree." : "They differ.",
  ]);
}
