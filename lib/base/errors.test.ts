import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  CancelledError,
  ERROR_CODES,
  fromWireError,
  invalidField,
  NumericalError,
  PalimpsestError,
  ShapeError,
  toWireError,
} from "./errors";

describe("the wire form", () => {
  test("code, message, hint and details survive the round trip", () => {
    const error = new PalimpsestError("conflict", "The head moved.", {
      hint: "Reload.",
      details: { field: "head", found: [1, "b"] },
    });
    const wire = JSON.parse(JSON.stringify(toWireError(error)));
    const back = fromWireError(wire);
    expect(back).toBeInstanceOf(PalimpsestError);
    expect([back.code, back.message, back.hint, back.details]).toEqual([
      error.code,
      error.message,
      error.hint,
      error.details,
    ]);
  });

  test("absent hint and details stay absent", () => {
    expect(toWireError(new PalimpsestError("not_found", "Nothing."))).toEqual({
      code: "not_found",
      message: "Nothing.",
    });
  });

  test("the message of an unexpected exception stays behind", () => {
    expect(toWireError(new Error("password is hunter2"))).toEqual({
      code: "internal",
      message: ERROR_CODES.internal.title,
    });
    expect(toWireError("a string")).toEqual({ code: "internal", message: ERROR_CODES.internal.title });
  });

  test("an abort is a cancellation and comes back as one", () => {
    const wire = toWireError(new DOMException("Aborted", "AbortError"));
    expect(wire.code).toBe("cancelled");
    expect(fromWireError(wire)).toBeInstanceOf(CancelledError);
  });

  test.each([
    ["of the file system", Object.assign(new Error("write failed"), { code: "ENOSPC" })],
    ["of the database", new Error("SQLITE_FULL: database or disk is full")],
    [
      "inside another error",
      new Error("put failed", { cause: Object.assign(new Error("x"), { code: "ENOSPC" }) }),
    ],
  ])("a full disk %s is storage_full with a remedy", (_, error) => {
    const wire = toWireError(error);
    expect(wire.code).toBe("storage_full");
    expect(wire.hint).toContain("PALIMPSEST_DATA");
  });
});

describe("the classes", () => {
  test("subclasses are known by their class and as PalimpsestError, other errors are not", () => {
    expect(new ShapeError("a")).toBeInstanceOf(PalimpsestError);
    expect(new ShapeError("a")).toBeInstanceOf(ShapeError);
    expect(new NumericalError("a")).not.toBeInstanceOf(ShapeError);
    expect(new Error("a")).not.toBeInstanceOf(PalimpsestError);
    expect({ code: "internal" }).not.toBeInstanceOf(PalimpsestError);
  });

  test("an invalid field is named", () => {
    const error = invalidField("requests.0.prompt", "No slot.");
    expect([error.code, error.details]).toEqual(["invalid_input", { field: "requests.0.prompt" }]);
  });

  test("every status is an HTTP error", () => {
    for (const { status } of Object.values(ERROR_CODES))
      expect(status).toSatisfy((value: number) => value >= 400 && value < 600);
  });
});

test("what an error quotes is cut, in its message and in its details", () => {
  const long = "n".repeat(50_000);
  const issues = [{ field: long, message: "No." }];
  const wire = toWireError(
    new PalimpsestError("not_found", `There is no ${long}.`, { details: { id: long, issues } }),
  );
  expect(JSON.stringify(wire).length).toBeLessThan(5_000);
  expect(wire.details).toMatchObject({ issues: [{ message: "No." }] });
});

describe("docs/errors.md", () => {
  const file = path.resolve(import.meta.dirname, "../../docs/errors.md");
  const sections = existsSync(file) ? readFileSync(file, "utf8").split(/^## /m).slice(1) : [];

  test.each(Object.keys(ERROR_CODES))("%s has a heading with cause, example and remedy", (code) => {
    const section = sections.find((text) => text.startsWith(`\`${code}\``));
    expect(section, `a heading for ${code}`).toBeDefined();
    for (const part of ["Cause", "Example", "Remedy"]) expect(section).toContain(`**${part}.**`);
  });

  test("there is no heading without a code", () => {
    expect(sections.map((text) => text.split("\n")[0].replaceAll("`", "")).sort()).toEqual(
      Object.keys(ERROR_CODES).sort(),
    );
  });
});
