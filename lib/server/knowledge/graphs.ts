/** Whole graphs: made from files and written to them, drawn, searched for names, their policy and what was done to them. */
import type {
  declinePlan,
  drawNetwork,
  ExportGraphQuery,
  findNames,
  graphAudit,
  importGraph,
  proposeRelationFor,
  setGraphPolicy,
} from "../../api";
import { findEntities, networkOf, planOf, proposeRelation, type KnowledgeGraph } from "../../knowledge";
import {
  contentFromRows,
  readCsv,
  readRelationLibrary,
  readTurtle,
  writeCsv,
  writeRelationLibrary,
  writeTurtle,
} from "../../knowledge/exchange";
import type { z } from "zod";
import type { Services } from "../services";
import { namesIn, openedAt, type Input, type Output } from "./answers";
import { summaryOf } from "./service";

export async function importAnswer(
  { knowledge }: Services,
  { id, name, format, text, library, author, source }: Input<typeof importGraph>,
): Promise<Output<typeof importGraph>> {
  const rows = format === "turtle" ? readTurtle(text) : readCsv(text);
  const read = library === undefined ? undefined : readRelationLibrary(library);
  const content = contentFromRows(rows, read, {
    ...(author !== "" && { author }),
    ...(source !== undefined && { source }),
  });
  await knowledge.create({ id, name, author, content });
  return { graph: summaryOf(await knowledge.open(id)), notes: [...(read?.notes ?? [])] };
}

export async function graphFile(
  services: Services,
  id: string,
  { as, asOf }: z.infer<typeof ExportGraphQuery>,
): Promise<{ readonly name: string; readonly text: string }> {
  const { graph } = (await openedAt(services, id, asOf)).ledger;
  const name = asOf === undefined ? id : `${id}-${asOf}`;
  const { ending, write } = WRITERS[as];
  return { name: `${name}${ending}`, text: await write(graph) };
}

type Writer = {
  readonly ending: string;
  readonly write: (graph: KnowledgeGraph) => string | Promise<string>;
};
export const WRITERS: Readonly<Record<z.infer<typeof ExportGraphQuery>["as"], Writer>> = {
  csv: { ending: ".csv", write: writeCsv },
  turtle: { ending: ".ttl", write: writeTurtle },
  library: { ending: "-relations.json", write: writeRelationLibrary },
};

export async function namesAnswer(
  { knowledge }: Services,
  id: string,
  { name, type, limit }: Input<typeof findNames>,
): Promise<Output<typeof findNames>> {
  const { graph } = (await knowledge.open(id)).ledger;
  const entities = findEntities(graph, name, { type, limit }).map((entity) => entity.id);
  return { entities, names: namesIn(graph, entities) };
}

export async function relationAnswer(
  { knowledge }: Services,
  id: string,
  { label, subjectType, objectType }: Input<typeof proposeRelationFor>,
): Promise<Output<typeof proposeRelationFor>> {
  const { graph } = (await knowledge.open(id)).ledger;
  const proposed = proposeRelation(graph, label, { subject: subjectType, object: objectType });
  return { ...proposed, near: [...proposed.near], relation: { ...proposed.relation } };
}

export async function networkAnswer(
  services: Services,
  id: string,
  { statements, unticked, asOf, ...call }: Input<typeof drawNetwork>,
): Promise<Output<typeof drawNetwork>> {
  const { graph } = (await openedAt(services, id, asOf)).ledger;
  const changes = statements.length === 0 ? [] : (await planOf(graph, { statements, unticked })).changes;
  const { edges, nodes, total } = networkOf(graph, { ...call, changes });
  return { edges: [...edges], nodes: [...nodes], total, names: namesIn(graph, nodes) };
}

export async function policyAnswer(
  { knowledge }: Services,
  id: string,
  { policy, author }: Input<typeof setGraphPolicy>,
): Promise<Output<typeof setGraphPolicy>> {
  await knowledge.setPolicy(id, policy, author);
  return { policy: knowledge.policyOf(await knowledge.open(id)) };
}

export async function declineAnswer(
  { knowledge }: Services,
  id: string,
  { proposal, author }: Input<typeof declinePlan>,
): Promise<Output<typeof declinePlan>> {
  await knowledge.decline(id, proposal, author);
  return {};
}

export async function auditAnswer(
  { knowledge }: Services,
  id: string,
  { limit }: Input<typeof graphAudit>,
): Promise<Output<typeof graphAudit>> {
  const { ledger, versions } = await knowledge.open(id);
  const events = ledger.events
    .map((event, i) => {
      const version = versions.get(i + 1);
      return { sequence: i + 1, event, ...(version !== undefined && { version }) };
    })
    .reverse()
    .slice(0, limit);
  const ends = events.flatMap(({ event }) =>
    "statements" in event ? event.statements.flatMap(({ subject, object }) => [subject, object]) : [],
  );
  return { events, total: ledger.revision, names: namesIn(ledger.graph, ends) };
}
