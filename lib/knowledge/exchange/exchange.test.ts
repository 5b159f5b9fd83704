import { describe, expect, test } from "vitest";
import { atlasWorld } from "../../data/worlds";
import { closedGraph } from "../graph/close";
import { worldContent } from "../graph/from-world";
import { readCsv, writeCsv } from "./csv";
import { contentFromRows } from "./import";
import { readRelationLibrary, writeRelationLibrary } from "./library";
import { readTurtle, writeTurtle } from "./turtle";

const LIBRARY = [
  { name: "wife", type: "one2one", reverse: "husband", multihop: "" },
  { name: "husband", type: "one2one", reverse: "wife", multihop: "" },
  { name: "president", type: "one2one", reverse: "", multihop: "" },
  { name: "first_lady", type: "one2one", reverse: "", multihop: "['president','wife']" },
  { name: "father", type: "one2one", reverse: "child", multihop: "" },
  { name: "child", type: "one2many", reverse: "parent", multihop: "" },
  { name: "parent", type: "one2many", reverse: "child", multihop: "" },
];

describe("the published formats", () => {
  test("names with underscores, spaces and commas are read, blank lines left out", () => {
    const { rows, faults } = readCsv(
      'head,relation,tail\nDonald_Trump,wife,Ivana Trump\n\n"Smith, Jr.",born_in,New_York\n',
    );
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      { line: 2, head: "Donald Trump", relation: "wife", tail: "Ivana Trump" },
      { line: 4, head: "Smith, Jr.", relation: "born in", tail: "New York" },
    ]);
  });

  test("the library gives inverses that lead back and rules, and notes what it leaves out", () => {
    const { relations, rules, notes } = readRelationLibrary(LIBRARY);
    expect(relations.filter(({ inverse }) => inverse).map(({ id, inverse }) => [id, inverse])).toEqual([
      ["wife", "husband"],
      ["husband", "wife"],
      ["child", "parent"],
      ["parent", "child"],
    ]);
    expect(rules).toEqual([{ first: "president", second: "wife", third: "first lady" }]);
    expect(notes).toEqual([expect.stringContaining('"father"')]);
  });

  test("an import follows inverses and rules of the library", () => {
    const rows = readCsv("head,relation,tail\nAmerica,president,Donald\nDonald,wife,Ivana\n");
    const graph = closedGraph(contentFromRows(rows, readRelationLibrary(LIBRARY)));
    expect(graph.objects("thing/Ivana", "husband")).toEqual(["thing/Donald"]);
    expect(graph.objects("thing/America", "first lady")).toEqual(["thing/Ivana"]);
  });

  test("of ten thousand rows with three broken ones nothing is imported, and each is named", () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `s${i},r,o${i % 50}`);
    lines[10] = "only one cell";
    lines[5000] = "a,b,c,d";
    lines[9999] = "a,,c";
    const read = readCsv(["head,relation,tail", ...lines].join("\n"));
    expect(read.faults.map(({ line }) => line)).toEqual([12, 5002, 10_001]);
    expect(() => contentFromRows(read)).toThrow(/3 of 10000 rows cannot be read: line 12: There are 1 cells/);
  });

  test("a relation that nobody declared has one object where its facts have one", () => {
    const text = "head,relation,tail\na,one,x\nb,one,x\na,many,x\na,many,y\nb,many,z\n";
    const { relations } = contentFromRows(readCsv(text));
    expect(
      relations.map(({ id, functional, inverseFunctional }) => [id, functional, inverseFunctional]),
    ).toEqual([
      ["one", true, false],
      ["many", false, false],
    ]);
  });
});

describe("out and in again", () => {
  const graph = closedGraph(worldContent(atlasWorld()));
  // Two entities of different types may have one name, which is all that the published format keeps.
  const named = (rows: readonly { head: string; relation: string; tail: string }[]) =>
    rows.map(({ head, relation, tail }) => `${head}|${relation}|${tail}`).sort();

  test("CSV and Turtle give the same facts by name", async () => {
    const csv = readCsv(writeCsv(graph));
    const turtle = readTurtle(await writeTurtle(graph));
    expect([csv.faults, turtle.faults]).toEqual([[], []]);
    expect(csv.rows.length).toBe([...graph.facts()].filter(({ stated }) => stated).length);
    expect(named(turtle.rows)).toEqual(named(csv.rows));
  });

  test("a relation library keeps what has one object, inverses and rules", () => {
    const rows = readCsv("head,relation,tail\nAmerica,president,Donald\nDonald,wife,Ivana\n");
    const family = closedGraph(contentFromRows(rows, readRelationLibrary(LIBRARY)));
    const read = readRelationLibrary(JSON.parse(writeRelationLibrary(family)));
    const before = readRelationLibrary(LIBRARY);
    const byId = (relations: typeof before.relations) =>
      new Map(relations.map(({ id, functional, inverse }) => [id, { functional, inverse }]));
    expect(byId(read.relations)).toEqual(byId(before.relations));
    expect([read.rules, read.notes]).toEqual([before.rules, []]);
  });

  test("what is no Turtle is one fault with its line", () => {
    expect(readTurtle("<a> <b> <c> .\n<a> <b> oops\n").faults).toEqual([
      { line: 2, message: expect.stringContaining("not Turtle") },
    ]);
  });
});
