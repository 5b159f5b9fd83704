import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { invalidate } from "./invalidate";

/** Answers in the order of the questions, each when it is told to. */
function slowServer() {
  const answers: ((text: string) => void)[] = [];
  return { answers, ask: () => new Promise<string>((resolve) => answers.push(resolve)) };
}

function watched(client: QueryClient, ask: () => Promise<string>) {
  const observer = new QueryObserver(client, { queryKey: ["jobs.get", { id: 1 }], queryFn: ask });
  const seen: (string | undefined)[] = [];
  observer.subscribe(({ data }) => seen.push(data));
  return { observer, seen };
}

test("a first answer that was on its way before the change does not stand for the one after it", async () => {
  const { answers, ask } = slowServer();
  const client = new QueryClient();
  const { observer } = watched(client, ask);
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  const done = invalidate(client, ["jobs.get", { id: 1 }]);
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[0]("running");
  answers[1]("succeeded");
  await done;
  expect(observer.getCurrentResult().data).toBe("succeeded");
});

test("what is shown stays until the new answer is there, and other endpoints are left alone", async () => {
  const { answers, ask } = slowServer();
  const client = new QueryClient();
  const { observer, seen } = watched(client, ask);
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  answers[0]("old");
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe("old"));
  await invalidate(client, "versions.graph");
  expect(answers).toHaveLength(1);
  const done = invalidate(client, "jobs.get");
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]("new");
  await done;
  expect(observer.getCurrentResult().data).toBe("new");
  expect(seen.slice(seen.indexOf("old"))).not.toContain(undefined);
});
