import { expect, test } from "vitest";
import type { MethodCard } from "@/lib/api";
import { shortList } from "./recommended";

const card = (id: string, isMeasured = false) =>
  ({
    id,
    settings: isMeasured ? { source: { kind: "measured", on: "X", isHere: true } } : undefined,
  }) as unknown as MethodCard;
const ids = (cards: readonly MethodCard[]) => cards.map(({ id }) => id);

test("methods that were measured on the model are recommended, the balanced ones first", () => {
  const list = shortList([card("kn", true), card("rome", true), card("memit"), card("lora", true)], []);
  expect(ids(list.recommended)).toEqual(["rome", "lora", "kn"]);
  expect(list.isMeasured).toBe(true);
});

test("a model on which nothing was measured begins with the balanced ones, and says so", () => {
  const list = shortList([card("kn"), card("memit"), card("rome")], []);
  expect(ids(list.recommended)).toEqual(["rome", "memit"]);
  expect(list.isMeasured).toBe(false);
});

test("recent methods are the last ones, each once, without the recommended and without those that are gone", () => {
  const cards = ["rome", "kn", "ft-l", "mend", "ike"].map((id) => card(id, id === "rome"));
  const list = shortList(cards, ["ike", "rome", "gone", "kn", "mend", "ft-l"]);
  expect(ids(list.recent)).toEqual(["ike", "kn", "mend"]);
});
