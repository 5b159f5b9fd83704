/**
 * The knowledge graph and the model behind the interface that clients of chat models speak. The last message is read as a
 * sentence: a question is answered by the graph and the model side by side, a fact by its plan and a link to it, and anything else
 * by the model. A plan is taken up and taught only where a request names it for approval: a chat never edits by itself.
 */
import { z } from "zod";
import {
  createRun,
  ERROR_CODES,
  PalimpsestError,
  parseInput,
  parseJson,
  stackOf,
  toWireError,
} from "../../base";
import {
  casesOf,
  nameIn,
  namesOf,
  questionOf,
  type KnowledgeGraph,
  type Plan,
  type PlanLine,
  type Statement,
} from "../../knowledge";
import { DEFAULT_MODEL, firstClause, givesName } from "../../data";
import { EDIT_METHODS } from "../../edit";
import { branchId as branchOf, MAIN_BRANCH } from "../../version";
import type { Caller } from "../accounts/caller";
import type { ServerLog } from "../http/log";
import type { Services } from "../services";
import { liveStream } from "../http/event-stream";
import { keepEdit } from "../runs/keep";
import { WORLD_GRAPH, type Approval, type OpenGraph } from "./service";
import { teachInQueue } from "./teach";

const Content = z.union([
  z.string(),
  z
    .array(z.object({ type: z.string(), text: z.string().optional() }))
    .transform((parts) => parts.flatMap(({ text }) => text ?? []).join("\n")),
]);

/** All edits of a plan in one solve, at little cost to other facts (docs/knowledge.md). */
const TEACHER = "memit";

const ChatRequest = z.object({
  /** A model, or "model@branch". */
  model: z.string().min(1).default(DEFAULT_MODEL),
  messages: z
    .array(z.object({ role: z.string(), content: Content }))
    .min(1)
    .max(64),
  stream: z.boolean().default(false),
  temperature: z.number().min(0).max(4).default(0),
  top_p: z.number().gt(0).max(1).optional(),
  max_tokens: z.int().min(1).max(512).default(64),
  seed: z.int().min(0).default(0),
  user: z.string().max(80).default(""),
  /** What other clients do not have: which graph, and the plan that is approved by its id. */
  palimpsest: z
    .object({
      graph: z.string().default(WORLD_GRAPH),
      approve: z.string().optional(),
      /** What teaches the plan to the model; null where the graph alone is corrected. */
      method: z.string().nullable().default(TEACHER),
      evenIfDamaged: z.boolean().default(false),
    })
    .default({ graph: WORLD_GRAPH, method: TEACHER, evenIfDamaged: false }),
});
type ChatRequest = z.infer<typeof ChatRequest>;

interface Reply {
  readonly text: string;
  /** What a program reads of it. */
  readonly more?: Record<string, unknown>;
}

interface ChatCall {
  /** Of the page, for links. */
  readonly origin: string;
  readonly signal: AbortSignal;
  readonly caller: Caller;
}

export async function chatResponse(services: Services, body: string, call: ChatCall): Promise<Response> {
  const sent = parseInput(ChatRequest, jsonOf(body));
  await call.caller.permit({ input: { ...sent, branchId: branchIdOf(sent.model) } });
  const request = { ...sent, user: call.caller.visitor?.person.name ?? sent.user };
  const id = `chatcmpl-${Date.now().toString(36)}`;
  const head = { id, created: Math.floor(Date.now() / 1000), model: request.model };
  if (!request.stream) {
    const { text, more } = await replyTo(services, request, call);
    const message = { role: "assistant", content: text };
    return Response.json({
      ...head,
      object: "chat.completion",
      choices: [{ index: 0, message, finish_reason: "stop" }],
      ...(more && { palimpsest: more }),
    });
  }
  const chunk = (delta: object, reason: "stop" | null = null, more?: object) =>
    `data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: reason }], ...(more && { palimpsest: more }) })}\n\n`;
  return liveStream(async (send, signal) => {
    try {
      send(chunk({ role: "assistant", content: "" }));
      let sent = "";
      const onText = (text: string) => {
        if (!text.startsWith(sent) || text === sent) return;
        send(chunk({ content: text.slice(sent.length) }));
        sent = text;
      };
      const { text, more } = await replyTo(services, request, { ...call, signal }, onText);
      if (text !== sent) send(chunk({ content: text.startsWith(sent) ? text.slice(sent.length) : text }));
      send(chunk({}, "stop", more));
    } catch (error) {
      send(`data: ${JSON.stringify(failureOf(error))}\n\n`);
    }
    send("data: [DONE]\n\n");
  }, call.signal);
}

async function replyTo(
  services: Services,
  request: ChatRequest,
  call: ChatCall,
  onText?: (text: string) => void,
): Promise<Reply> {
  const { knowledge } = services;
  const sentence = request.messages[request.messages.length - 1].content.trim();
  const graphId = request.palimpsest.graph;
  const open = await knowledge.open(graphId);
  const { statements, rollback, intent, readings } = open.interpreter.interpret(sentence.slice(0, 4000));
  const link = (query: Record<string, string>) =>
    `${call.origin}/knowledge?${new URLSearchParams({ ...(graphId !== WORLD_GRAPH && { g: graphId }), ...query }).toString()}`;
  if (statements.length > 0)
    return planned(services, request, { open, sentence, statements, link, call, onText });
  if (rollback !== undefined)
    return { text: `An undo is looked at before it is done: ${link({ q: sentence })}`, more: { rollback } };
  const [asked] = readings;
  if (intent === "query" && asked?.subject.entity !== undefined)
    return answered(services, request, open, { subject: asked.subject.entity, relation: asked.relation });
  return { text: await written(services, request, call, onText) };
}

interface Said {
  readonly open: OpenGraph;
  readonly sentence: string;
  readonly statements: readonly Statement[];
  readonly link: (query: Record<string, string>) => string;
  readonly call: ChatCall;
  readonly onText?: (text: string) => void;
}

/** The plan in words. Where the request names it, it is taken up, and taught to the model. */
async function planned(services: Services, request: ChatRequest, said: Said): Promise<Reply> {
  const { knowledge } = services;
  const {
    user: author,
    palimpsest: { graph: graphId, approve },
  } = request;
  const { statements, sentence, link } = said;
  const { ledger } = said.open;
  const { plan, findings } = await knowledge.plan(graphId, { statements, author });
  const lines = plan.lines.map((line) => lineText(ledger.graph, line));
  const guards = [...new Set(findings.map(({ guard }) => guard))];
  const more = { plan: plan.id, lines: plan.lines, findings, link: link({ q: sentence }) };
  if (approve === undefined) {
    const held = guards.length > 0 ? [`Held back by: ${guards.join(", ")}.`] : [];
    return {
      text: [
        "Nothing was changed. The plan:",
        ...lines,
        ...held,
        `Review it and teach it to the model: ${more.link}`,
      ].join("\n"),
      more,
    };
  }
  const approval = { statements, author, sentence, plan: approve };
  await knowledge.check(graphId, approval);
  const teaching = await taught(services, request, said, plan);
  const { entry, version } = await said.call.caller.recorded({ input: request }, async () => {
    const approved = await knowledge.approve(graphId, {
      ...approval,
      ...(teaching && { keep: teaching.keep }),
    });
    return { ...approved, sequence: approved.entry.sequence, kept: approved.version?.id };
  });
  const done = version
    ? `The graph is corrected, and ${version.model} says it: version ${version.id}.`
    : "The graph is corrected; the model is as it was.";
  return {
    text: [
      ...(teaching ? [teaching.text] : []),
      done,
      ...lines,
      link({ q: sentence, done: String(entry.sequence) }),
    ].join("\n"),
    more: { ...more, sequence: entry.sequence, ...(version && { version: version.id }) },
  };
}

/** Runs the edits of the plan, and gives what keeps them; nothing where there is nothing to teach. */
async function taught(
  services: Services,
  { user: author, model: asked, palimpsest: { method, evenIfDamaged } }: ChatRequest,
  { open, sentence, call: { origin, signal }, onText }: Said,
  plan: Plan,
) {
  const cases = casesOf(open.ledger.graph, plan);
  if (method === null || cases.length === 0) return undefined;
  const branchId = branchIdOf(asked);
  let text = "";
  const onStart = (jobId: string) => {
    text = `${EDIT_METHODS.get(method).name} teaches ${cases.length === 1 ? "one edit" : `${cases.length} edits`}: ${origin}/edit?job=${jobId}`;
    onText?.(`${text}\n`);
  };
  const run = await teachInQueue(
    services,
    { branchId, cases, method, author, evenIfDamaged },
    { signal, onStart },
  );
  const keep: NonNullable<Approval["keep"]> = (also) =>
    keepEdit(services, { run, branchId, author, reason: sentence }, also);
  return { text, keep };
}

/** The graph's answer and the model's. */
async function answered(
  services: Services,
  request: ChatRequest,
  { ledger: { graph } }: OpenGraph,
  { subject, relation }: { readonly subject: string; readonly relation: string },
): Promise<Reply> {
  const answers = graph.objects(subject, relation).map((id) => graph.entity(id));
  const { prompt } = questionOf(graph, { subject, relation, object: answers[0]?.id ?? subject }, "en");
  const { text } = await services.modelHost.generate({
    ...(await versionOf(services, request)),
    prompt,
    maxTokens: 12,
  });
  const said = firstClause(text);
  const agrees = givesName(said, answers.flatMap(namesOf));
  const known = answers.map((entity) => nameIn(entity, "en")).join(", ");
  const verdict = answers.length === 0 ? "" : agrees ? " They agree." : " They disagree.";
  return {
    text: `The graph: ${known || "no answer"}. The model: ${said || "no answer"}.${verdict}`,
    more: { graph: answers.map(({ id }) => id), model: said, agrees, prompt },
  };
}

/** What the model answers to the conversation, or how it continues the message where it has no chat form. */
async function written(
  services: Services,
  request: ChatRequest,
  { signal }: ChatCall,
  onText?: (text: string) => void,
): Promise<string> {
  const { messages, temperature, top_p: topP, max_tokens: maxTokens, seed } = request;
  const version = await versionOf(services, request);
  const options = { ...version, temperature, maxTokens, seed, ...(topP !== undefined && { topP }) };
  const turns = messages.flatMap(({ role, content }) =>
    role === "system" || role === "user" || role === "assistant" ? [{ role, content } as const] : [],
  );
  const run = createRun({ seed, signal, onProgress: ({ text }) => text !== undefined && onText?.(text) });
  try {
    return (await services.modelHost.generate({ ...options, messages: turns }, run)).text;
  } catch (error) {
    if (!(error instanceof PalimpsestError) || error.code !== "unsupported") throw error;
    const prompt = messages[messages.length - 1].content;
    return (await services.modelHost.generate({ ...options, prompt }, run)).text;
  }
}

async function versionOf({ models, store }: Services, { model: asked }: ChatRequest) {
  const [model] = asked.split("@");
  await store.models.get(model);
  await models.prepare(model);
  const { head } = await store.branches.get(branchIdOf(asked));
  return { model, version: head };
}

/** The branch of "atlas@main"; "main" where the model stands alone. */
function branchIdOf(asked: string): string {
  const [model, branch = MAIN_BRANCH] = asked.split("@");
  return branchOf(model, branch);
}

const SIGNS: Readonly<Record<PlanLine["kind"], string>> = {
  add: "+",
  derive: "⇒",
  retract: "−",
  check: "?",
};

function lineText(graph: KnowledgeGraph, { kind, triple, rule }: PlanLine): string {
  const name = (id: string) => nameIn(graph.entity(id), "en");
  const { label } = graph.relation(triple.relation);
  return `${SIGNS[kind]} ${name(triple.subject)} · ${label} · ${name(triple.object)} (${rule.kind})`;
}

function jsonOf(body: string): unknown {
  try {
    return parseJson(body);
  } catch (cause) {
    throw new PalimpsestError("invalid_input", "The body is not JSON.", {
      details: { field: "body" },
      cause,
    });
  }
}

/** Errors as these clients read them. */
function failureOf(error: unknown) {
  const { code, message, hint } = toWireError(error);
  return { error: { message: hint === undefined ? message : `${message} ${hint}`, type: code, code } };
}

export function chatFailure(error: unknown, log: ServerLog): Response {
  const { code } = toWireError(error);
  if (code === "internal") log.error("A chat request failed unexpectedly", { error: stackOf(error) });
  return Response.json(failureOf(error), { status: ERROR_CODES[code].status });
}
