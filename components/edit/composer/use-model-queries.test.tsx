// @vitest-environment happy-dom
import { act, screen, waitFor } from "@testing-library/react";
import { useState, type ReactNode } from "react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { ModelHostBoundary } from "@/components/shell/model-host-boundary";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { ATLAS, fakeBranch, type FakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { exampleCases, listModels, QUESTIONS } from "@/lib/api";
import type { EditCase } from "@/lib/data";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import {
  useEarlyAnswer,
  usePreflight,
  useSaysAllAlready,
  useSaysAlready,
  useTokens,
} from "./use-model-queries";

let server: FakeServer;
let branch: FakeBranch;
beforeEach(() => {
  server = fakeServer();
  branch = fakeBranch(server);
});

/** What `use` says of a text that the test changes. */
async function follow(use: (text: string) => string, first: string, search = "?p=server") {
  let change: (text: string) => void = () => {};
  function Shown() {
    const [text, setText] = useState(first);
    change = setText;
    return <output>{use(text)}</output>;
  }
  const page = (children: ReactNode) => (
    <WorkbenchProvider>
      <ModelHostBoundary>{children}</ModelHostBoundary>
    </WorkbenchProvider>
  );
  await draw(page(<Shown />), { search });
  return {
    change: (text: string) => act(() => change(text)),
    says: () => screen.getByRole("status").textContent,
  };
}

describe("an answer that the model gives already", () => {
  const writes = (...texts: string[]) => {
    server.answer(QUESTIONS.nextTokens, () => ({ answers: [[{ token: texts[0], probability: 0.9 }]] }));
    return server.answer(QUESTIONS.generate, () => ({
      text: texts.join(""),
      stoppedBy: "length" as const,
      tokens: texts.map((text) => ({ text, probability: 0.9 })),
    }));
  };
  const asked = (target: string) =>
    follow((text) => String(useSaysAlready("In the city of", text, undefined)), target);

  test("is told of a word, and of a name of several tokens", async () => {
    writes(" New", " York", ".");
    const { says } = await asked("New York");
    await waitFor(() => expect(says()).toBe("true"));
  });

  test("is not one that only begins alike: another name, or a longer word", async () => {
    const calls = writes(" New", " Zealand", "ers");
    const page = await asked("New York");
    await waitFor(() => expect(calls.length).toBe(1));
    expect(page.says()).toBe("false");
    await page.change("New Zealand");
    await waitFor(() => expect(page.says()).toBe("true"));
    await page.change("New Zea");
    await waitFor(() => expect(page.says()).toBe("false"));
  });

  test("asks for no more than the next token where that is another", async () => {
    const calls = writes(" Paris", ".");
    const { says } = await asked("Rome");
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(says()).toBe("false");
    expect(calls).toHaveLength(0);
  });

  test("is asked of the version that is checked out", async () => {
    branch.push({ id: "ver_0123456789" });
    const calls = writes(" Rome", ".");
    const { says } = await asked("Rome");
    await waitFor(() => expect(says()).toBe("true"));
    expect(calls[0].input.version).toBe("ver_0123456789");
  });
});

describe("preflight", () => {
  const report = {
    method: "rome",
    blockers: [],
    warnings: [],
    memoryBytes: 0,
    downloadBytes: 0,
    durationMs: [1, 2] as [number, number],
    onceMs: [0, 0] as [number, number],
    artifacts: [],
  };
  const caseOf = (targetNew: string): EditCase => ({
    request: { id: "edit-1", subject: "Norway", prompt: "The capital of {} is", targetNew },
    rephrases: [],
    locality: {},
    portability: {},
  });

  test("is not current while it is of an earlier edit, whose numbers stay", async () => {
    let answer: (() => void) | undefined;
    const calls = server.answer(QUESTIONS.preflight, async ({ input }) => {
      if (input.cases[0].request.targetNew === "Oslo")
        await new Promise<void>((resolve) => (answer = resolve));
      return { preflights: [report] };
    });
    const entry = { method: "rome", parameters: {} };
    const page = await follow((target) => {
      const { reportOf, isCurrent } = usePreflight([caseOf(target)], [entry]);
      return `${isCurrent} ${reportOf(entry)?.durationMs.join("–")}`;
    }, "Bergen");
    await waitFor(() => expect(page.says()).toBe("true 1–2"));
    await page.change("Oslo");
    expect(page.says()).toBe("false 1–2");
    await waitFor(() => expect(calls).toHaveLength(2));
    expect(page.says()).toBe("false 1–2");
    act(() => answer?.());
    await waitFor(() => expect(page.says()).toBe("true 1–2"));
  });
});

test("tokens are those of the text that stands there, and none while it is cut anew", async () => {
  server.answer(QUESTIONS.tokens, ({ input }) => ({
    context: 128,
    hasChat: false,
    encodings: input.texts.map((text) => [{ id: 1, text, start: 0, end: text.length }]),
  }));
  const page = await follow((text) => {
    const tokens = useTokens([text])(text);
    return tokens ? tokens.map((token) => token.text).join("|") : "none";
  }, "Paris");
  await waitFor(() => expect(page.says()).toBe("Paris"));
  await page.change("Rome");
  expect(page.says()).toBe("none");
  await waitFor(() => expect(page.says()).toBe("Rome"));
});

describe("while this tab opens its model, the server", () => {
  const request = { id: "1", subject: "Paris", prompt: "In the city of {}", targetNew: "Rome" };
  const asked = (text: string) => {
    // A worker that takes its time.
    vi.stubGlobal(
      "Worker",
      class extends EventTarget {
        postMessage() {}
        terminate() {}
      },
    );
    server.answer(listModels, () => ({ models: [ATLAS] }));
    server.answer(exampleCases, () => ({
      cases: [{ request, rephrases: [], locality: {}, portability: {} }],
    }));
    const calls = server.answer(QUESTIONS.nextTokens, () => ({
      answers: [[{ token: " Oslo", probability: 1 }]],
    }));
    return follow((now) => useEarlyAnswer(now, undefined)?.[0].token ?? "", text, "").then((page) => ({
      page,
      calls,
    }));
  };

  test("answers a worked example", async () => {
    const { page } = await asked("In the city of Paris");
    await waitFor(() => expect(page.says()).toBe(" Oslo"));
  });

  test("is not sent what a person typed", async () => {
    const { page, calls } = await asked("In the city of Paris, I");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(page.says()).toBe("");
    expect(calls).toHaveLength(0);
  });
});

test("a list is said already only when every edit of it is, and its first edit is asked first", async () => {
  const request = (subject: string, targetNew: string) => ({
    id: subject,
    subject,
    prompt: "The city of {} is",
    targetNew,
  });
  const calls = server.answer(QUESTIONS.continuations, ({ input: { prompts } }) => ({
    texts: [prompts.map((prompt) => (prompt.includes("Colosseum") ? " Rome." : " Paris, in"))],
  }));
  const both = [request("Colosseum", "Rome"), request("Eiffel Tower", "Paris")];
  const other = [request("Eiffel Tower", "Rome"), request("Colosseum", "Rome")];
  const { says, change } = await follow(
    (text) => String(useSaysAllAlready(text === "both" ? both : other)),
    "both",
  );
  await waitFor(() => expect(says()).toBe("true"));
  expect(calls.map(({ input }) => input.prompts.length)).toEqual([1, 1]);
  await change("other");
  await waitFor(() => expect(calls).toHaveLength(3));
  expect(says()).toBe("false");
});
