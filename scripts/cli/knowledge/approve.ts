/** Plans that are taken up, or left to another person, with the edits that teach them. */
import { invalidField, PalimpsestError } from "../../../lib/base";
import { casesOf, withAdded, type Plan } from "../../../lib/knowledge";
import { quarantine } from "../../../lib/server/knowledge/kept";
import type { Approval } from "../../../lib/server/knowledge/service";
import { checkTaught, teachingOf } from "../../../lib/server/knowledge/teach";
import type { Branch } from "../../../lib/store";
import { additionOf } from "../../../lib/version";
import { print, terminalRun, type CommonOptions } from "../context";
import { linesOfPlan } from "./lines";
import {
  openBranch,
  planned,
  statementsOf,
  withGraph,
  type DefineCommand,
  type GraphOptions,
  type GraphSession,
} from "./session";

interface TeachOptions extends GraphOptions {
  readonly untick: readonly string[];
  readonly method?: string;
  readonly source?: string;
  readonly evenIfDamaged?: boolean;
  readonly branch: string;
}

interface ApproveOptions extends TeachOptions {
  readonly plan?: string;
  readonly approvedBy?: string;
  readonly proposal?: string;
}

export function addApproveCommands(command: DefineCommand, common: () => CommonOptions): void {
  const teaching = (name: string, description: string) =>
    command(name, description)
      .option("--untick <line...>", "ids of lines that are not done", [])
      .option("--method <id>", "the method that edits the model; the graph alone is changed when absent")
      .option("--source <text>", "where it stands")
      .option("--even-if-damaged", "keep an edit that changed facts beside it")
      .option("--branch <name>", "branch to edit", "main");
  teaching(
    "approve [sentence]",
    "take up the plan of a sentence, or one that waits; with --method, teach it to the model and keep both",
  )
    .option("--plan <id>", "the plan that was looked at; refused when the graph gives another by now")
    .option("--approved-by <name>", "a second person who has looked at the plan")
    .option("--proposal <number>", "a plan that waits; --author is the person who approves it")
    .action((sentence: string | undefined, options: ApproveOptions) =>
      withGraph(common(), options, (session) => approve(session, sentence, options)),
    );
  teaching(
    "propose <sentence>",
    "leave the plan of a sentence to another person; its edits lie in quarantine",
  ).action((sentence: string, options: TeachOptions) =>
    withGraph(common(), options, (session) => propose(session, sentence, options)),
  );
}

async function approve(
  session: GraphSession,
  sentence: string | undefined,
  options: ApproveOptions,
): Promise<void> {
  const { common, knowledge, open } = session;
  const { graph } = open.ledger;
  const approval = await approvalOf(session, sentence, options);
  const plan = await knowledge.check(options.graph, approval);
  const keep = await taught(session, plan, approval, options);
  const { entry, version } = await knowledge.approve(options.graph, { ...approval, ...(keep && { keep }) });
  print(common, { sequence: entry.sequence, lines: entry.lines, version: version?.id }, () => [
    ...linesOfPlan(graph, plan),
    `Plan ${entry.sequence} holds${version ? `, and its edit is version ${version.id}` : ""}.`,
  ]);
}

/** What is approved: the plan of the sentence, or the one that waits. */
async function approvalOf(
  session: GraphSession,
  sentence: string | undefined,
  { plan: looked, untick, source, approvedBy, author, proposal, graph }: ApproveOptions,
): Promise<Approval> {
  const { knowledge, open } = session;
  if (proposal !== undefined) {
    const waiting = open.ledger.proposals.find(({ sequence }) => sequence === Number(proposal));
    if (waiting === undefined)
      throw new PalimpsestError("not_found", `No proposal ${proposal} waits.`, {
        hint: "See those that do with knowledge waiting.",
      });
    const { sequence, at: _, plan: written, ...rest } = waiting;
    // As it is planned now: the graph may have moved since it was proposed.
    const { plan } = await knowledge.plan(graph, { ...rest, approvedBy: author });
    return { ...rest, proposal: sequence, approvedBy: author, plan: looked ?? plan.id };
  }
  if (sentence === undefined)
    throw invalidField("sentence", "Nothing is said to approve.", "Write a sentence, or --proposal 3.");
  const { plan } = await planned(session, sentence, untick);
  const statements = statementsOf(session, sentence);
  return { statements, unticked: untick, author, source, approvedBy, sentence, plan: looked ?? plan.id };
}

async function propose(session: GraphSession, sentence: string, options: TeachOptions): Promise<void> {
  const { common, knowledge, store, versions, open } = session;
  const { author, source, untick: unticked, graph } = options;
  const { plan } = await planned(session, sentence, unticked);
  const looked = { statements: plan.statements, unticked, author, source, sentence, plan: plan.id };
  const away = (base: string) => quarantine({ store, versions }, base, plan.id);
  const keep = await taught(session, plan, looked, options, away);
  const { proposal, version } = await knowledge.propose(graph, { ...looked, ...(keep && { keep }) });
  print(common, { proposal: proposal.sequence, version: version?.id }, () => [
    ...linesOfPlan(open.ledger.graph, plan),
    `Proposal ${proposal.sequence} waits for another person${version ? `; its edit is version ${version.id}, in quarantine` : ""}.`,
  ]);
}

/** Runs the edits of the plan on the head of the branch. What it gives keeps them there, or where `away` says; nothing without a method. */
async function taught(
  session: GraphSession,
  plan: Plan,
  { entities, relations, sentence = "" }: Pick<Approval, "entities" | "relations" | "sentence">,
  { method, branch: name, author, evenIfDamaged }: TeachOptions,
  away?: (base: string) => Promise<Branch>,
): Promise<Approval["keep"]> {
  if (method === undefined) return undefined;
  const { common, modelHost, versions, open } = session;
  const cases = casesOf(withAdded(open.ledger.graph, { entities, relations }), plan);
  if (cases.length === 0)
    throw new PalimpsestError("no_effect", "The plan adds nothing that a model could be taught.", {
      hint: "Leave out --method to change the graph alone.",
    });
  const { id: branchId, model, head: version } = await openBranch(session, name);
  const asked = { model, version, ...teachingOf(cases, method) };
  const { outcomes, place } = await modelHost.edit(terminalRun(common), asked);
  const [outcome] = outcomes;
  checkTaught(outcome, cases, { evenIfDamaged });
  const requests = asked.cases.map(({ request }) => request);
  const addition = additionOf({ version, requests, seed: 0, place }, outcome);
  return async (also) => {
    const kept = away === undefined ? branchId : (await away(version)).id;
    return versions.keep({ ...addition, branchId: kept, author, reason: sentence }, also);
  };
}
