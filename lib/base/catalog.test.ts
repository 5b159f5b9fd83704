import { expect, test } from "vitest";
import { because } from "./reasons";
import { defineCatalog } from "./catalog";
import { PalimpsestError } from "./errors";

const METHODS = defineCatalog("edit method", [{ id: "rome" }, { id: "r-rome" }, { id: "ft-l" }]);

test("an entry is found by its id", () => {
  expect(METHODS.get("ft-l")).toBe(METHODS.all[2]);
});

test("an unknown id is not_found and the nearest names are suggested first", () => {
  let caught: unknown;
  try {
    METHODS.get("romme");
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(PalimpsestError);
  const { code, hint, details } = caught as PalimpsestError;
  expect(code).toBe("not_found");
  expect(hint).toBe("Did you mean rome or r-rome?");
  expect(details).toEqual({
    ...because("noSuchName", { name: "romme", nearest: "rome, r-rome" }),
    field: "edit-method",
    known: ["rome", "r-rome", "ft-l"],
  });
});

test("two entries with one id are refused when the catalog is made", () => {
  expect(() => defineCatalog("thing", [{ id: "a" }, { id: "a" }])).toThrow(/share an id/);
});
