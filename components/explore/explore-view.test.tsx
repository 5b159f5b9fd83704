// @vitest-environment happy-dom
/** The Explore place with answers of a fake server: one test for each picture, which share the answers, so the file is long. */
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { explore as t } from "@/components/messages/en/explore";
import { ModelHostBoundary } from "@/components/shell/model-host-boundary";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch, type FakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { catalog, QUESTIONS, type AnalysisCard } from "@/lib/api";
import { PalimpsestError } from "@/lib/base";
import { circuitGraph, edgeId } from "@/lib/explain/results";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { questionOf } from "./ask/question";
import { ExploreView } from "./explore-view";
import { curvesOf } from "./panels/trace/trace-average-panel";

let server: FakeServer;
let branch: FakeBranch;
beforeEach(() => {
  server = fakeServer();
  branch = fakeBranch(server);
  server.answer(catalog, () => ({ methods: [], metrics: [], analyses: CARDS }));
  server.answer(QUESTIONS.explorePreflight, () => takes(200));
});

const card = (id: string, name: string, asks: string[]): AnalysisCard => ({
  id,
  name,
  summary: `What ${name} shows.`,
  paper: { title: "A paper", year: 2024, url: "https://example.org" },
  asks,
  isOfTwo: false,
  parameters: {
    type: "object",
    properties: { count: { type: "integer", default: 5, description: "Tokens listed in each cell." } },
  },
});
const CARDS: AnalysisCard[] = [
  card("lens", "Logit lens", ["prompt"]),
  card("trace", "Causal trace", ["prompt", "subject"]),
  card("trace-average", "Average causal trace", []),
  card("circuit", "Circuit", ["prompt", "subject", "other"]),
  card("attribution", "Direct logit attribution", ["prompt"]),
  card("neurons", "Knowledge neurons", ["prompt"]),
  card("probe", "Linear probe", ["facts"]),
  card("report", "Fragility report", []),
  card("heads", "Heads", ["prompt", "subject"]),
  card("attention", "Attention", ["prompt"]),
  { ...card("patch", "Activation patching", ["prompt", "subject"]), isOfTwo: "or-subject" },
  { ...card("circuit-overlap", "Circuits compared", ["prompt", "subject", "other"]), isOfTwo: true },
];
const takes = (durationMs: number, blockers: string[] = []) => ({
  blockers,
  warnings: [],
  memoryBytes: 1e6,
  durationMs: [durationMs / 2, durationMs] as [number, number],
  artifacts: [],
});

const cell = (token: string, probability: number, asked: readonly [number, number][]) => ({
  likeliest: [{ token, probability }],
  asked: asked.map(([probability, rank]) => ({ probability, rank })),
});
/** Two layers; the answer is first at the end. */
const lens = (answer: string, others: readonly [string, number, number][] = []) => ({
  tokens: ["Tower", " is"],
  asked: [` ${answer}`, ...others.map(([other]) => ` ${other}`)],
  states: [0, 1, 2].map((state) =>
    [0, 1].map((token) => {
      const isLast = state === 2 && token === 1;
      return cell(isLast ? ` ${answer}` : " the", isLast ? 0.99 : 0.5, [
        isLast ? [0.99, 0] : [0.01, 9],
        ...others.map(([, p, rank]) => (isLast ? [p, rank] : [0.01, 9]) as [number, number]),
      ]);
    }),
  ),
});

const GRAPH = circuitGraph({ layers: 2, heads: 2 });
/** From writer to reader by their numbers: input 0, a0.h0 1, m0 3, m1 6; the value of a0.h0 4, m0 6, logits 14. */
const edge = (writer: number, reader: number) => edgeId(GRAPH, writer, reader);
const circuit = (edges: readonly (readonly [writer: number, reader: number, score: number])[]) => ({
  graph: { layers: 2, heads: 2, parallel: false, width: 8, edges: 40 },
  tokens: { clean: ["a"], corrupt: ["b"] },
  answers: [" Paris", " Seattle"],
  difference: { clean: 9, corrupt: -9 },
  edges: {
    ids: edges.map(([writer, reader]) => edge(writer, reader)),
    scores: edges.map(([, , score]) => score),
  },
  circuits: [
    { size: 2, difference: 0, random: -9 },
    { size: 4, difference: 9, random: -4.5 },
  ],
});

/** Answers that report progress come as events. */
const answered = (answer: object) =>
  new Response(`data: ${JSON.stringify({ kind: "result", value: { answer } })}\n\n`) as never;

const drawExplore = (search: string) =>
  draw(
    <WorkbenchProvider>
      <ModelHostBoundary>
        <ExploreView />
      </ModelHostBoundary>
    </WorkbenchProvider>,
    { search },
  );

const editedVersion = () =>
  branch.push({
    id: "ver_edited",
    change: {
      kind: "edit",
      method: "rome",
      parameters: {},
      seed: 0,
      place: "native",
      requests: [
        {
          id: "edit-1",
          prompt: "The city of the landmark {} is",
          subject: "Eiffel Tower",
          targetNew: "Rome",
          targetTrue: "Paris",
        },
      ],
    } as never,
  });

test("the lens says in words when the answer is first, and each cell can be read by key", async () => {
  const asked = server.answer(QUESTIONS.explore, () => answered(lens("Paris")));
  const { user } = await drawExplore("?p=server");
  await screen.findByText(new RegExp(`${t.lens.first("Paris", 2, true)}.*99.0%`));
  expect(asked[0].input).toMatchObject({
    analysis: "lens",
    question: { prompt: "The city of the landmark {} is", subject: "Eiffel Tower", answer: "Paris" },
  });
  const grid = screen.getByRole("grid", { name: t.lens.title });
  grid.focus();
  await user.keyboard("{ArrowRight}");
  expect(within(grid).getByRole("gridcell").textContent).toContain("Paris: 99.0%");
});

test("an edited version is looked at before and after, with its own prompt and both of its answers", async () => {
  editedVersion();
  const asked = server.answer(QUESTIONS.explore, ({ input }) =>
    answered(input.version ? lens("Rome", [["Paris", 0.001, 3]]) : lens("Paris", [["Paris", 0.99, 0]])),
  );
  const { user, search } = await drawExplore("?p=server");
  await screen.findByRole("grid", { name: t.sides.base });
  await screen.findByRole("grid", { name: t.sides.version });
  expect(asked.map(({ input }) => input.version ?? null).sort()).toEqual(["ver_edited", null].sort());
  expect(asked[0].input.question).toMatchObject({ answer: "Rome", otherAnswer: "Paris" });
  screen.getByRole("grid", { name: t.lens.differenceTitle("Paris") });
  await user.click(screen.getByRole("radio", { name: t.sides.version }));
  await waitFor(() => expect(screen.queryByRole("grid", { name: t.sides.base })).toBeNull());
  expect(search()).toContain("side=version");
});

const SMALL = [
  [0, 6, 3],
  [3, 14, 2],
] as const;
const LARGE = [...SMALL, [0, 14, -1], [0, 13, 0.5], [6, 14, 0.4]] as const;

test("the size of a circuit is moved without asking the model again, and each edge is in the table", async () => {
  const asked = server.answer(QUESTIONS.explore, () => answered(circuit(LARGE)));
  await drawExplore("?p=server&show=circuit&size=2&draw=table&other=Space Needle");
  await screen.findByText(new RegExp(t.circuit.says(2, "40", 3, "Paris", "Seattle").slice(0, 40)));
  expect(screen.getByText(new RegExp("50.0%"))).toBeDefined();
  const rows = () => screen.getAllByRole("rowheader").map((head) => head.textContent);
  expect(rows()).toEqual(["input", "m0"]);
  fireEvent.change(screen.getByRole("slider", { name: t.circuit.size }), { target: { value: "200" } });
  await waitFor(() => expect(rows()).toHaveLength(5));
  expect(screen.getByText(/100.0%/)).toBeDefined();
  expect(asked).toHaveLength(1);
});

test("of two versions the table says which edges the edit kept, lost and made", async () => {
  editedVersion();
  server.answer(QUESTIONS.explore, ({ input }) =>
    answered(
      circuit(
        input.version
          ? [
              [0, 6, 4],
              [3, 14, 2],
              [0, 14, 1],
            ]
          : [
              [0, 13, 3],
              [6, 14, 2],
              [0, 14, 1],
            ],
      ),
    ),
  );
  await drawExplore("?p=server&show=circuit&draw=table&other=Space Needle");
  await screen.findByText(t.circuit.saysBoth(1, 2, 2));
  const states = screen.getAllByRole("row").map((row) => row.textContent ?? "");
  expect(states.filter((text) => text.includes(t.circuit.states.kept))).toHaveLength(1);
  expect(states.filter((text) => text.includes(t.circuit.states.lost))).toHaveLength(2);
  expect(states.filter((text) => text.includes(t.circuit.states.new))).toHaveLength(2);
});

test("what takes long is started by a person, can be cancelled, and says what it takes", async () => {
  server.answer(QUESTIONS.explorePreflight, () => takes(90_000));
  let release: (() => void) | undefined;
  const asked = server.answer(
    QUESTIONS.explore,
    () =>
      new Promise<never>((_, reject) => void (release = () => reject(new PalimpsestError("cancelled", "")))),
  );
  const { user, search } = await drawExplore("?p=server&show=trace");
  await screen.findByText(new RegExp(t.costs.time("45.0 s", "1 min 30 s")));
  expect(asked).toHaveLength(0);
  await user.click(screen.getByRole("button", { name: t.start }));
  await screen.findByRole("progressbar", { name: t.working });
  expect(search()).toContain("run=true");
  await user.click(screen.getByRole("button", { name: t.cancel }));
  release?.();
  await screen.findByRole("button", { name: t.start });
});

test("what cannot run says why, what fails says what to do, and a prompt without {} is told at its field", async () => {
  server.answer(QUESTIONS.explorePreflight, ({ input }) =>
    takes(10, input.analysis === "trace" ? ["The subject is not in the prompt."] : []),
  );
  server.answer(QUESTIONS.explore, () => {
    throw new PalimpsestError("invalid_input", "The two prompts have 10 and 7 tokens.", {
      hint: "Another one.",
    });
  });
  const { user } = await drawExplore("?p=server&show=circuit&other=Big");
  await screen.findByText("The two prompts have 10 and 7 tokens.");
  await user.click(screen.getByRole("button", { name: "Causal trace" }));
  await screen.findByText("The subject is not in the prompt.");
  expect(screen.queryByRole("button", { name: t.start })).toBeNull();
  const prompt = screen.getByRole("textbox", { name: t.fields.prompt.label });
  await user.clear(prompt);
  await user.type(prompt, "No place");
  expect(screen.getByText(t.fields.prompt.missing, { selector: "[role=alert]" })).toBeDefined();
});

test("the average of traces draws the roles of tokens with bands, and opens Edit with the proposed layer", async () => {
  server.answer(QUESTIONS.explore, () =>
    answered({
      cases: 9,
      leftOut: 2,
      withoutPartner: 1,
      high: 0.9,
      low: 0.1,
      window: 2,
      corruption: "replacement",
      kinds: {
        mlp: [
          { role: "middle subject", count: 0, mean: [], interval: [] },
          { role: "last subject", count: 9, mean: [0.8, 0.95], interval: [0.1, 0.1] },
        ],
      },
      proposal: { kind: "mlp", layer: 1, effect: 0.85 },
    }),
  );
  await drawExplore("?p=server&show=trace-average&run=true");
  await screen.findByText(new RegExp(t.traceAverage.says(9, "90.0%", "10.0%")));
  screen.getByText(t.traceAverage.note(2, "replacement", 2, 1));
  screen.getByRole("link", { name: t.trace.use(1) });
});

test("the curves of an average stay between 0 and 1 with their bands", () => {
  const role = { role: "last subject", count: 9, mean: [0.8, 0.95], interval: [0.1, 0.1] };
  const answer = {
    cases: 9,
    leftOut: 0,
    withoutPartner: 0,
    high: 0.9,
    low: 0.1,
    window: 2,
    corruption: "noise",
  } as const;
  const chart = curvesOf(
    { ...answer, kinds: { mlp: [role, { ...role, role: "further", count: 0 }] } },
    "mlp",
    t,
  );
  expect(chart?.curves.map(({ name }) => name)).toEqual([
    t.traceAverage.roles["last subject"],
    t.traceAverage.disturbed,
  ]);
  expect(chart?.curves[0].points[1]).toEqual({ x: 1, y: 0.95, interval95: [0.85, 1] });
  expect(curvesOf({ ...answer, kinds: {} }, "mlp", t)).toBeNull();
});

test("a trace whose subject is replaced asks for the other subject", () => {
  const card = {
    asks: ["prompt"],
    asksIf: { part: "other", parameter: "corruption", is: "replacement" },
    isOfTwo: false,
  } as const;
  const asked = { prompt: "The city of {} is", subject: "A", answer: "", old: "", other: "B" };
  const known = (settings: Record<string, string>) => ({ asked, facts: undefined, hasTwo: false, settings });
  const cards = { ...card, asks: [...card.asks] };
  expect(questionOf(cards, known({ corruption: "replacement" }))).toMatchObject({ subject: "A", other: "B" });
  expect(questionOf(cards, known({}))).not.toHaveProperty("other");
});

test("a trace follows the answer that each version gives, so the answer of an edit is not asked of the version before it", () => {
  const asked = {
    prompt: "The capital of {} is",
    subject: "Norway",
    answer: "Bergen",
    old: "Oslo",
    other: "",
  };
  const known = { asked, facts: undefined, hasTwo: true, settings: {} };
  const plain = card("trace", "Causal trace", ["prompt", "subject"]);
  expect(questionOf(plain, known)).toMatchObject({ answer: "Bergen", otherAnswer: "Oslo" });
  expect(questionOf({ ...plain, isOwnAnswer: true }, known)).toEqual({
    prompt: "The capital of {} is",
    subject: "Norway",
  });
});

test("a trace sets the subject off, marks the proposed layer, and opens Edit with it", async () => {
  const table = (best: number) => [
    [0.1, 0.1],
    [0.1, 0.1].map((low, layer) => (layer === best ? 0.8 : low)),
    [0.1, 0.9],
  ];
  server.answer(QUESTIONS.explore, () =>
    answered({
      tokens: ["Eiffel", " Tower", " is"],
      subject: [0, 2],
      answer: " Paris",
      high: 0.9,
      low: 0.1,
      window: 2,
      disturbance: { kind: "noise" },
      scores: { state: table(0), mlp: table(1), attention: table(0) },
    }),
  );
  await drawExplore("?p=server&show=trace");
  await screen.findByText(new RegExp(t.trace.summary("Paris", "90.0%", "10.0%", undefined)));
  expect(screen.getAllByRole("grid").map((grid) => grid.getAttribute("aria-label"))).toEqual([
    t.trace.kinds.state,
    t.trace.kinds.mlp,
    t.trace.kinds.attention,
  ]);
  const link = screen.getByRole("link", { name: t.trace.use(1) });
  const search = new URL(link.getAttribute("href") ?? "", "http://localhost").searchParams;
  expect(JSON.parse(search.get("x") ?? "")).toEqual([["rome", { layers: [1] }]]);
  expect(JSON.parse(search.get("e") ?? "")[0].slice(0, 4)).toEqual([
    "Eiffel Tower",
    "The city of the landmark {} is",
    "",
    "Paris",
  ]);
});

test("neurons say what becomes of the answer without them, and each opens the browser on itself", async () => {
  const change = { before: 0.99, suppressed: 0.25, enhanced: 1, randomSuppressed: 0.98 };
  server.answer(QUESTIONS.explore, () =>
    answered({
      answer: " Paris",
      layers: [{ layer: 1, neurons: 7, score: 1 }],
      neurons: [{ layer: 1, neuron: 42, score: 0.5, prompts: 1 }],
      total: 7,
      change,
      others: [{ prompt: "Big Ben is in", answer: "London", change }],
    }),
  );
  const { user, search } = await drawExplore("?p=server&show=neurons");
  await screen.findByText(new RegExp(t.neurons.says(7, "Paris", "99.0%", "25.0%", "98.0%")));
  await user.click(screen.getByRole("button", { name: t.neurons.browse }));
  const address = new URLSearchParams(search());
  expect(address.get("show")).toBe("neuron");
  expect(JSON.parse(address.get("x") ?? "")).toEqual({ layer: 1, neurons: [42] });
});

test("a report of two versions says what the edit moved most, and shows what was said", async () => {
  editedVersion();
  server.answer(QUESTIONS.explore, ({ input }) =>
    answered({
      relation: "landmark-city",
      facts: 24,
      tests: [
        {
          id: "paraphrase",
          measures: [{ id: "all-right", value: input.version ? 0.5 : 1, interval95: [0.4, 1], count: 24 }],
          examples: [{ prompt: "It is in", expected: "Paris", said: "Rome", isRight: false }],
        },
        {
          id: "frequency",
          measures: [{ id: "rarer-half-right", value: null, count: 0 }],
          examples: [],
        },
      ],
    }),
  );
  await drawExplore("?p=server&show=report");
  await screen.findByText(
    new RegExp(t.report.changed(t.report.tests.paraphrase, t.report.measures["all-right"], "−50.0")),
  );
  const table = screen.getByRole("table", { name: t.report.caption });
  expect(within(table).getByText("−50.0")).toBeDefined();
  expect(within(table).getAllByText("–")).toHaveLength(3);
  expect(screen.getAllByLabelText(t.report.wrong)).toHaveLength(2);
});

test("an analysis without a picture of its own is shown as its tables, and one of two versions needs an edit", async () => {
  const { user } = await drawExplore("?p=server&show=circuit-overlap&other=Space Needle");
  await screen.findByText(t.missing.version);
  server.answer(QUESTIONS.explore, () =>
    answered({
      tokens: ["is"],
      asked: [" Paris"],
      weights: "folded",
      parts: [
        { part: "m1", logits: [3] },
        { part: "a0.h1", logits: [-1] },
      ],
      sources: [[[0.25], [-1]]],
      sum: [2],
      logits: [2],
      scale: 1,
    }),
  );
  await user.click(screen.getByRole("button", { name: "Direct logit attribution" }));
  await screen.findByText(t.attribution.says("Paris", "m1", "3.00", "2.00"));
  expect(screen.getByRole("grid", { name: t.attribution.sources("Paris") })).toBeDefined();
});

const head = (layer: number, index: number, lost: number, role?: string) => ({
  layer,
  head: index,
  attention: [0.75, 0.25],
  subjectShare: 0.75,
  relationShare: 0.25,
  fromSubject: 2,
  fromRelation: -1,
  ...(role && { role }),
  previous: 0.5,
  duplicate: 0,
  induction: 0,
  words: [{ token: " Paris", logit: 3.5 }],
  effect: { answerNats: -lost, says: " Lyon" },
  isConfirmed: role !== undefined,
});

test("heads say which is missed most; a chosen one shows what it reads and writes, and leads to its pattern", async () => {
  server.answer(QUESTIONS.explore, () =>
    answered({
      ...{ tokens: ["Tower", " is"], subject: [0, 1], answer: " Paris", ablation: "zero", mlps: [] },
      heads: [head(1, 1, 2.5, "mover"), head(0, 0, 0), head(0, 1, 0.1), head(1, 0, 0)],
    }),
  );
  const { user, search } = await drawExplore("?p=server&show=heads");
  await screen.findByText(
    new RegExp(`${t.heads.says("Paris", 1, 0, 0)}.*${t.heads.worst("a1.h1", "2.50", "Lyon")}`),
  );
  const grid = screen.getByRole("grid", { name: t.heads.measures.effect });
  grid.focus();
  await user.keyboard("{ArrowRight}{Enter}");
  const chosen = await screen.findByRole("region", { name: "a1.h1" });
  expect(chosen.textContent).toContain(t.heads.hasRole(t.heads.roles.mover, true));
  expect(chosen.textContent).toContain("3.50");
  await user.click(screen.getByRole("button", { name: t.heads.pattern("a1.h1") }));
  const address = new URLSearchParams(search());
  expect(address.get("show")).toBe("attention");
  expect(JSON.parse(address.get("x") ?? "")).toEqual({ layer: 1, head: 1 });
});

const said = (token: string, p: number) => ({
  likeliest: [{ token, probability: p }],
  probabilities: [p, 1 - p],
  difference: 0,
});
const ran = (token: string) => ({
  tokens: ["Tower", " is"],
  said: said(token, 0.9),
  layers: [0, 1].map(() => [0, 1].map(() => ({ token, probability: 0.9 }))),
});
const patched = (cell: object) => ({
  target: ran(" Paris"),
  source: ran(" Seattle"),
  answers: [" Paris", " Seattle"],
  part: "state",
  cell: { layer: 0, fromLayer: 0, from: 1, to: 1, said: said(" Seattle", 0.2), recovered: 0.75, ...cell },
});

const containing = (part: string) => (text: string) => text.includes(part);

test("a cell of one prompt is put into another by keys, and the last picture stays while the next is made", async () => {
  const asked = server.answer(QUESTIONS.explore, ({ input }) =>
    answered(patched(input.parameters as object)),
  );
  const { user, search } = await drawExplore("?p=server&show=patch&other=Space Needle");
  await screen.findByText(containing(t.patch.then("Seattle", "20.0%", "75.0%")));
  expect(asked[0].input).toMatchObject({ question: { other: "Space Needle" } });
  expect(asked[0].input.question).not.toHaveProperty("answer");
  screen.getByRole("grid", { name: t.patch.source }).focus();
  await user.keyboard("{ArrowLeft}{Enter}");
  await screen.findByText(t.patch.takenNext);
  screen.getByRole("grid", { name: t.patch.target }).focus();
  await user.keyboard("{ArrowUp}{Enter}");
  expect(JSON.parse(new URLSearchParams(search()).get("x") ?? "")).toEqual({
    ...{ fromLayer: 0, from: 0 },
    ...{ layer: 1, to: 1 },
  });
  expect(screen.getByRole("grid", { name: t.patch.target })).toBeDefined();
  await screen.findByText(
    new RegExp(t.patch.says("the state", 0, "Tower", 1, "is").replaceAll(/[()]/g, ".")),
  );
  expect(asked).toHaveLength(2);
});

test("with both versions chosen, one run is patched with the other; with one, another subject is needed", async () => {
  editedVersion();
  const asked = server.answer(QUESTIONS.explore, () => answered(patched({})));
  const { user } = await drawExplore("?p=server&show=patch");
  await screen.findByRole("grid", { name: t.sides.version });
  expect(asked[0].input).toMatchObject({ against: { version: "ver_edited" } });
  expect(asked[0].input.question).not.toHaveProperty("other");
  expect(screen.queryByRole("textbox", { name: t.fields.other.label })).toBeNull();
  await user.click(screen.getByRole("radio", { name: t.sides.base }));
  await screen.findByRole("textbox", { name: t.fields.other.label });
});
