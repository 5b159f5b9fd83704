import { expect, test } from "vitest";
import { createTurns } from "./turns";

const job = (id: string, client: string) => ({ id, client });
const ids = (jobs: readonly { readonly id: string }[]) => jobs.map(({ id }) => id).join(" ");

test("clients take turns and each client's jobs keep their order", () => {
  const turns = createTurns();
  let waiting = [
    job("1", "ada"),
    job("2", "ada"),
    job("3", "ada"),
    job("4", "bo"),
    job("5", "cy"),
    job("6", "bo"),
  ];
  const promised = ids(turns.order(waiting));
  const done: { id: string; client: string }[] = [];
  while (waiting.length > 0) {
    const next = turns.next(waiting)!;
    turns.take(next);
    done.push(next);
    waiting = waiting.filter((one) => one !== next);
  }
  expect(ids(done)).toBe("1 4 5 2 6 3");
  expect(promised).toBe(ids(done));
});

test("who had the last turn waits for one who comes later", () => {
  const turns = createTurns();
  turns.take(job("1", "ada"));
  expect(turns.next([job("2", "ada"), job("3", "bo")])).toMatchObject({ id: "3" });
  expect(ids(turns.order([job("2", "ada"), job("3", "bo"), job("4", "ada")]))).toBe("3 2 4");
});

test("one client's jobs run in the order they were asked for", () => {
  const turns = createTurns();
  turns.take(job("0", ""));
  expect(ids(turns.order([job("1", ""), job("2", ""), job("3", "")]))).toBe("1 2 3");
  expect(turns.next([])).toBeUndefined();
});
