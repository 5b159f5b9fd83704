/** What the commands about knowledge share: an open graph, and the plan of a sentence. */
import type { Command } from "commander";
import { invalidField } from "../../../lib/base";
import {
  casesOf,
  nameIn,
  type GraphTriple,
  type KnowledgeGraph,
  type Statement,
} from "../../../lib/knowledge";
import { createKnowledge, GUARDS, WORLD_GRAPH, type OpenGraph } from "../../../lib/server/knowledge/service";
import { headSays } from "../../../lib/server/knowledge/teach";
import { readEnv } from "../../../lib/server/env";
import type { Branch } from "../../../lib/store";
import { branchId } from "../../../lib/version";
import { modelId, openHistory, openModelHost, type CommonOptions } from "../context";
import { linesOfReading } from "./lines";

export interface GraphOptions {
  readonly graph: string;
  readonly author: string;
}

type History = Awaited<ReturnType<typeof openHistory>>;

export interface Session extends History {
  readonly common: CommonOptions;
  readonly modelHost: Awaited<ReturnType<typeof openModelHost>>;
  readonly knowledge: ReturnType<typeof createKnowledge>;
}

export interface GraphSession extends Session {
  readonly open: OpenGraph;
  readonly options: GraphOptions;
}

/** Makes a command that names a graph and who acts. */
export type DefineCommand = (name: string, description: string) => Command;

export function graphCommands(knowledge: Command): DefineCommand {
  return (name, description) =>
    knowledge
      .command(name)
      .description(description)
      .option("--graph <id>", "knowledge graph", WORLD_GRAPH)
      .option("--author <name>", "who says it", "");
}

export async function withStore(
  common: CommonOptions,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const modelHost = await openModelHost(common);
  const history = await openHistory(modelHost);
  try {
    const knowledge = createKnowledge({
      store: history.store,
      versions: history.versions,
      policy: GUARDS[readEnv().guards],
      says: (branch, prompts) => headSays({ ...history, modelHost }, branch, prompts),
    });
    await work({ ...history, common, modelHost, knowledge });
  } finally {
    await history.close();
  }
}

export function withGraph(
  common: CommonOptions,
  options: GraphOptions,
  work: (session: GraphSession) => Promise<void>,
): Promise<void> {
  return withStore(common, async (session) =>
    work({ ...session, options, open: await session.knowledge.open(options.graph) }),
  );
}

/** The statements of a sentence. Throws `invalid_input` where it was not understood well enough to run. */
export function statementsOf({ open }: GraphSession, sentence: string): Statement[] {
  const interpretation = open.interpreter.interpret(sentence);
  if (interpretation.statements.length > 0) return interpretation.statements;
  throw invalidField(
    "sentence",
    `This does not state a fact that was understood: ${linesOfReading(open.ledger.graph, interpretation).join(" ")}`,
    'Say it as "The capital of France is Lyon.", or see what was understood with knowledge say.',
  );
}

/** The plan of a sentence, and the edits that would teach it. */
export async function planned(session: GraphSession, sentence: string, untick: readonly string[] = []) {
  const { knowledge, options, open } = session;
  const asked = { statements: statementsOf(session, sentence), unticked: untick, author: options.author };
  const { plan, findings } = await knowledge.plan(options.graph, asked);
  return { plan, findings, cases: casesOf(open.ledger.graph, plan) };
}

/** The id of a branch of the model of this command. */
export function branchNamed({ common }: Session, name: string): string {
  return branchId(modelId(common.model), name);
}

/** The branch; the first command that wants one prepares the history of its model. */
export async function openBranch(session: Session, name: string): Promise<Branch> {
  await session.models.prepare(modelId(session.common.model));
  return session.store.branches.get(branchNamed(session, name));
}

export function factText(graph: KnowledgeGraph, { subject, relation, object }: GraphTriple): string {
  return `${nameIn(graph.entity(subject), "en")} ${relation} ${nameIn(graph.entity(object), "en")}`;
}
