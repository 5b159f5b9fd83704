// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { en } from "@/components/messages/en";
import { ModelHostBoundary } from "@/components/shell/model-host-boundary";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { CHECKPOINT } from "@/components/testing/edit-run";
import { draw } from "@/components/testing/render";
import { QUESTIONS } from "@/lib/api";
import { PalimpsestError } from "@/lib/base";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { ChatView } from "./chat-view";

const t = en.chat;
const EDIT = "ver_edit";

let server: FakeServer;
let hasChat: boolean;
beforeEach(() => {
  server = fakeServer();
  hasChat = true;
  server.answer(QUESTIONS.tokens, () => ({ encodings: [[]], context: 64, hasChat }));
  fakeBranch(server).push({
    id: EDIT,
    change: {
      kind: "edit",
      method: "rome",
      parameters: {},
      seed: 0,
      place: "native",
      requests: [{ id: "1", subject: "France", prompt: "The capital of {} is", targetNew: "Rome" }],
    },
  });
});

const tokensOf = (text: string) =>
  (text.match(/\s*\S+/g) ?? []).map((part) => ({ text: part, probability: 0.5 }));
const events = (...all: readonly object[]) =>
  new Response(all.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(""));
const writing = (text: string) => ({ kind: "progress", update: { phase: "writing", step: 1, text } });
const result = (text: string) => ({
  kind: "result",
  value: { text, stoppedBy: "end", tokens: tokensOf(text) },
});

/** Answers by the version that is asked; undefined is the base. */
const answerWith = (texts: (version: string | undefined) => string) =>
  server.answer(
    QUESTIONS.generate,
    ({ input }) => events(writing("T"), result(texts(input.version))) as never,
  );

const drawChat = (search = "?p=server", language: "en" | "zh" = "en") =>
  draw(
    <WorkbenchProvider>
      <ModelHostBoundary>
        <ChatView />
      </ModelHostBoundary>
    </WorkbenchProvider>,
    { search, language },
  );
const box = () => screen.findByRole<HTMLTextAreaElement>("textbox", { name: t.box.chat });

test("base and checked-out version answer side by side, and the first difference is marked", async () => {
  const asked = answerWith((version) =>
    version === EDIT ? "The capital of Italy is Rome." : "The capital of France is Paris.",
  );
  const { user } = await drawChat();
  await user.type(await box(), "What is the capital of France?{Enter}");
  const edited = await screen.findByRole("region", { name: "France → Rome" });
  const base = screen.getByRole("region", { name: t.columns.base("atlas") });
  await within(edited).findByText("Italy");
  expect(within(edited).getByText("Italy").tagName).toBe("MARK");
  expect(within(base).getByText("France").tagName).toBe("MARK");
  expect(within(base).getByText("Paris.", { exact: false }).title).toBe(t.thread.probability("50.0%"));
  expect(asked.map(({ input }) => [input.version, input.messages])).toEqual([
    [undefined, [{ role: "user", content: "What is the capital of France?" }]],
    [EDIT, [{ role: "user", content: "What is the capital of France?" }]],
  ]);
});

test("a second message goes out with the first turn of its column", async () => {
  const asked = answerWith((version) => (version === EDIT ? "Ciao" : "Hello"));
  const { user } = await drawChat();
  await user.type(await box(), "Hi{Enter}");
  await screen.findByText("Hello");
  await user.type(await box(), "Again{Enter}");
  await waitFor(() => expect(asked).toHaveLength(4));
  expect(asked[3].input.messages).toEqual([
    { role: "user", content: "Hi" },
    { role: "assistant", content: "Ciao" },
    { role: "user", content: "Again" },
  ]);
});

test("a model without a template is asked in plain form, with the reason", async () => {
  hasChat = false;
  const asked = answerWith(() => " Paris");
  const { user } = await drawChat("?p=server&q=The%20tower%20is%20in%20");
  expect(await screen.findByText(t.form.noTemplate("atlas"))).toBeTruthy();
  await waitFor(() =>
    expect(screen.getByRole("radio", { name: t.form.chat }).getAttribute("aria-disabled")).toBe("true"),
  );
  await user.click(screen.getByRole("button", { name: t.box.ask }));
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(asked[0].input).toMatchObject({ prompt: "The tower is in", temperature: 0, maxTokens: 64 });
  expect(await screen.findByText(t.thread.same)).toBeTruthy();
});

test("an answer that fails says why in its column, and asking again takes its place", async () => {
  const asked = server.answer(QUESTIONS.generate, ({ input }) => {
    if (input.version === EDIT) throw new PalimpsestError("unsupported", "Not this one.");
    return events(result("Hello")) as never;
  });
  const { user } = await drawChat();
  await user.type(await box(), "Hi{Enter}");
  expect(await screen.findByText("Not this one.")).toBeTruthy();
  answerWith(() => "Better");
  await user.click(await screen.findByRole("button", { name: t.thread.retry }));
  await waitFor(() => expect(screen.getAllByText("Better")).toHaveLength(2));
  expect(screen.queryByText("Not this one.")).toBeNull();
  expect(asked).toHaveLength(2);
});

test("a question as plain text is told so, and one click asks it in chat form", async () => {
  const asked = answerWith(() => "Paris.");
  const { user } = await drawChat("?p=server&right=none&form=plain");
  const plain = await screen.findByRole("textbox", { name: t.box.plain });
  await user.type(plain, "The capital of France is");
  expect(screen.queryByText(t.question.inChat)).toBeNull();
  await user.clear(plain);
  await user.type(plain, "What is the capital of France?");
  expect(await screen.findByText(t.question.inChat)).toBeDefined();
  await user.click(screen.getByRole("button", { name: t.question.ask }));
  await user.type(await box(), "{Enter}");
  await screen.findByText("Paris.");
  expect(asked[0].input.messages).toEqual([{ role: "user", content: "What is the capital of France?" }]);
});

test("a model without a template is offered the form in which texts answer questions", async () => {
  hasChat = false;
  const { user } = await drawChat("?p=server&right=none");
  const plain = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: t.box.plain });
  await user.type(plain, "What is the capital of France?");
  await user.click(await screen.findByRole("button", { name: t.question.write }));
  expect(plain.value).toBe("Question: What is the capital of France?\nAnswer:");
});

test("stopping keeps what is written", async () => {
  server.answer(QUESTIONS.generate, () => {
    const body = new ReadableStream<Uint8Array>({
      start: (sink) =>
        sink.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(writing("So far"))}\n\n`)),
    });
    return new Response(body) as never;
  });
  const { user } = await drawChat("?p=server&right=none");
  await user.type(await box(), "Hi{Enter}");
  await screen.findByText("So far");
  await user.click(screen.getByRole("button", { name: t.box.stop }));
  expect(await screen.findByText(t.thread.stopped)).toBeTruthy();
  expect(screen.getByText("So far")).toBeTruthy();
});

test("an edit that is not kept answers in the second column, with its overlays", async () => {
  const asked = answerWith(() => "Rome");
  const overlay = "a".repeat(64);
  const { user } = await drawChat(`?p=server&right=base&unkept=["${overlay}"]&q=Hi`);
  await box();
  await waitFor(() =>
    expect(screen.getByRole<HTMLButtonElement>("button", { name: t.box.ask }).disabled).toBe(false),
  );
  await user.click(screen.getByRole("button", { name: t.box.ask }));
  expect(await screen.findByRole("region", { name: t.columns.unkept })).toBeTruthy();
  await waitFor(() => expect(asked.map(({ input }) => input.overlays)).toEqual([undefined, [overlay]]));
});

test("the checkpoint is the model before any edit, and nobody is asked twice", async () => {
  const asked = answerWith(() => "Hello");
  const { user } = await drawChat(`?p=server&right=${CHECKPOINT}`);
  await user.type(await box(), "Hi{Enter}");
  await screen.findByText("Hello");
  expect(asked.map(({ input }) => input.version)).toEqual([undefined]);
});

test("speaks Chinese", async () => {
  await drawChat("?p=server", "zh");
  expect(await screen.findByRole("heading", { level: 1, name: "对话" })).toBeTruthy();
});

test("asked blind, names and order are hidden until one answer is chosen, and the choices are counted", async () => {
  answerWith((version) => (version === EDIT ? "Rome." : "Paris."));
  const { user } = await drawChat("?p=server&blind=true");
  await user.type(await box(), "The capital of France?{Enter}");
  const group = await screen.findByRole("group", { name: t.vote.label });
  expect(screen.queryByRole("region", { name: "France → Rome" })).toBeNull();
  const a = screen.getByRole("region", { name: t.vote.answer("A") });
  const isEditFirst = within(a).queryByText("Rome", { exact: false }) !== null;
  await user.click(within(group).getByRole("button", { name: isEditFirst ? "A" : "B" }));
  const edited = await screen.findByRole("region", { name: "France → Rome" });
  expect(within(edited).getByText(t.vote.chosen)).toBeDefined();
  expect(screen.getByText(t.vote.tally, { exact: false }).textContent).toContain("France → Rome 1");
  expect(screen.queryByRole("group", { name: t.vote.label })).toBeNull();
});
