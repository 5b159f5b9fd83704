/** What waits for a person, what the graph asks of plans, and everything that was done to it. */
import { invalidField } from "../../../lib/base";
import { GuardPolicy, nameIn, stricter } from "../../../lib/knowledge";
import { print, table, type CommonOptions } from "../context";
import { openBranch, withGraph, type DefineCommand, type GraphOptions, type GraphSession } from "./session";

interface PolicyOptions extends GraphOptions {
  readonly evidence?: string;
  readonly secondPerson?: string;
  readonly agreedWith?: string;
  readonly protect: readonly string[];
  readonly unprotect: readonly string[];
}

export function addReviewCommands(command: DefineCommand, common: () => CommonOptions): void {
  command("waiting", "plans that wait for another person").action((options: GraphOptions) =>
    withGraph(common(), options, async ({ open: { ledger, versions } }) => {
      const { proposals } = ledger;
      print(common(), proposals, () =>
        table(
          ["proposal", "author", "at", "what", "version"],
          proposals.map(({ sequence, author, at, sentence, statements, source }) => [
            String(sequence),
            author || "–",
            at.slice(0, 19),
            `${sentence ?? `${statements.length} statements`}${source === undefined ? "" : ` (${source})`}`,
            versions.get(sequence) ?? "–",
          ]),
        ),
      );
    }),
  );
  command("decline <proposal>", "a plan that waits is not taken up").action(
    (proposal: string, options: GraphOptions) =>
      withGraph(common(), options, async ({ knowledge }) => {
        await knowledge.decline(options.graph, Number(proposal), options.author);
        print(common(), { declined: Number(proposal) }, () => [`Proposal ${proposal} is declined.`]);
      }),
  );
  command("policy", "what the graph asks of plans; with options, what it asks from now on")
    .option("--evidence <what>", "what needs a source: nothing, overwrite or everything")
    .option("--second-person <on|off>", "what came with the graph is replaced only with a second person")
    .option("--agreed-with <branch>", "so is what this branch of the model says too; none takes it back")
    .option("--protect <relation...>", "relations whose facts nobody changes", [])
    .option("--unprotect <relation...>", "relations that are changed again", [])
    .action((options: PolicyOptions) => withGraph(common(), options, (session) => policy(session, options)));
  command("audit", "everything that was done to a graph, from the newest").action((options: GraphOptions) =>
    withGraph(common(), options, async ({ open: { ledger, versions } }) => {
      const events = ledger.events.map((event, i) => ({
        sequence: i + 1,
        event,
        version: versions.get(i + 1),
      }));
      print(common(), events, () =>
        table(
          ["event", "kind", "author", "at", "what", "version"],
          events
            .reverse()
            .map(({ sequence, event, version }) => [
              String(sequence),
              event.kind,
              event.author || "–",
              event.at.slice(0, 19),
              "statements" in event
                ? (event.sentence ?? `${event.statements.length} statements`)
                : event.kind === "undo"
                  ? `plans ${event.plans.join(", ")}`
                  : event.kind === "decline"
                    ? `proposal ${event.proposal}`
                    : "–",
              version ?? "–",
            ]),
        ),
      );
    }),
  );
}

async function policy(session: GraphSession, options: PolicyOptions): Promise<void> {
  const { common, knowledge, open } = session;
  const { graph } = open.ledger;
  const { evidence, secondPerson, agreedWith, protect, unprotect } = options;
  const before = stricter(open.ledger.policy ?? GuardPolicy.parse({}));
  for (const relation of [...protect, ...unprotect]) graph.relation(relation); // throws when there is none
  if (secondPerson !== undefined && secondPerson !== "on" && secondPerson !== "off")
    throw invalidField("--second-person", `"${secondPerson}" is neither on nor off.`, "Write on or off.");
  const isNamed = agreedWith !== undefined && agreedWith !== "none";
  const branch = isNamed ? (await openBranch(session, agreedWith)).id : undefined;
  const next = GuardPolicy.parse({
    ...before,
    ...(evidence !== undefined && { evidence }),
    ...(secondPerson !== undefined && { twoPersonsForCurated: secondPerson === "on" }),
    ...(agreedWith !== undefined && { agreedWith: branch }),
    protectedRelations: [...new Set([...before.protectedRelations, ...protect])].filter(
      (relation) => !unprotect.includes(relation),
    ),
  });
  if (JSON.stringify(next) !== JSON.stringify(before))
    await knowledge.setPolicy(options.graph, next, options.author);
  const holds = knowledge.policyOf(await knowledge.open(options.graph));
  print(common, holds, () => [
    `Sources: ${holds.evidence}`,
    `Second person for what came with the graph: ${holds.twoPersonsForCurated ? "yes" : "no"}`,
    `Second person for what this branch says too: ${holds.agreedWith ?? "none"}`,
    `Protected relations: ${holds.protectedRelations.join(", ") || "none"}`,
    `Protected facts: ${holds.protectedFacts.map(({ subject, relation, object }) => [nameIn(graph.entity(subject), "en"), relation, nameIn(graph.entity(object), "en")].join(" ")).join("; ") || "none"}`,
    `Statements in a plan: ${holds.mostStatements}; plans a day of one author: ${holds.plansADay}`,
  ]);
}
