// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { useEffect } from "react";
import Graph from "graphology";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { en } from "@/components/messages/en";
import { ModelHostBoundary } from "@/components/shell/model-host-boundary";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { drawNetwork, findNames, getGraph, interpretSentence, type NetworkEdge } from "@/lib/api";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { capital, entryOf, GRAPH_ANSWER, NAMES } from "../testing";
import { colorOfType, edgesAt, kindOf, typesIn } from "./drawn";
import { relax, spread } from "./layout";
import { NetworkTab } from "./network-tab";

// There is no WebGL here, as in some browsers.
vi.mock("./network-canvas", () => ({
  default: function Broken({ onFail }: { onFail: () => void }) {
    useEffect(onFail);
    return null;
  },
}));

const t = en.knowledge.network;

const edge = (country: string, city: string, change: Partial<NetworkEdge> = {}): NetworkEdge => ({
  ...capital(country, city),
  stated: true,
  conflict: false,
  ...change,
});
const EDGES = [
  edge("Germany", "Paris", { change: "brought" }),
  edge("France", "Paris", { change: "taken" }),
  edge("France", "Lyon", { stated: false }),
];

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  fakeBranch(server);
  server.answer(getGraph, () => ({ ...GRAPH_ANSWER, plans: [entryOf()] }));
  server.answer(findNames, () => ({ entities: ["city/Lyon"], names: NAMES }));
});
const network = () =>
  server.answer(drawNetwork, () => ({
    edges: EDGES,
    nodes: Object.keys(NAMES),
    total: 3,
    names: NAMES,
  }));
const drawTab = (search = "?p=server") =>
  draw(
    <WorkbenchProvider>
      <ModelHostBoundary>
        <NetworkTab />
      </ModelHostBoundary>
    </WorkbenchProvider>,
    { search },
  );

test("a browser that cannot draw shows the same facts as a table, changes of the plan first", async () => {
  network();
  await drawTab();
  await screen.findByText(t.noDrawing);
  const rows = (await screen.findAllByRole("row")).slice(1);
  expect(rows.map((row) => within(row).getAllByRole("cell").at(-1)?.textContent)).toEqual([
    t.kinds.brought,
    t.kinds.taken,
    t.kinds.derived,
  ]);
});

test("before the plan what it brings is not there, and after it what it takes out is gone", async () => {
  network();
  const { user } = await drawTab();
  await screen.findByText(t.noDrawing);
  await user.click(screen.getByRole("radio", { name: t.before }));
  await waitFor(() => expect(screen.queryByText(t.kinds.brought, { selector: "td *" })).toBeNull());
  await user.click(screen.getByRole("radio", { name: t.after }));
  await waitFor(() => expect(screen.queryByText(t.kinds.taken, { selector: "td *" })).toBeNull());
});

test("what is open on the page is what is drawn: the statements of a sentence, or what a plan changed", async () => {
  const asked = network();
  const statements = [{ sign: "add" as const, ...capital("Germany", "Paris") }];
  server.answer(interpretSentence, () => ({
    interpretation: {
      intent: "edit" as const,
      language: "en" as const,
      confidence: 1,
      readings: [],
      statements,
      alternatives: [],
    },
    names: NAMES,
  }));
  await drawTab("?p=server&q=Paris+is+the+capital+of+Germany.");
  await waitFor(() => expect(asked.at(-1)?.input).toMatchObject({ statements, around: [] }));
});

test("an approved plan is drawn around what it changed, and an entity that was searched alone", async () => {
  const asked = network();
  const { user } = await drawTab("?p=server&done=1");
  await waitFor(() => expect(asked.at(-1)?.input.around).toContain("country/Germany"));
  await user.type(screen.getByRole("searchbox", { name: t.find }), "Lyon");
  const found = await screen.findByRole("group", { name: t.found });
  await user.click(within(found).getByRole("button", { name: "Lyon" }));
  await waitFor(() => expect(asked.at(-1)?.input).toMatchObject({ around: ["city/Lyon"], statements: [] }));
});

test("a past state is asked for as such", async () => {
  const asked = network();
  const { user } = await drawTab();
  await user.selectOptions(await screen.findByRole("combobox", { name: en.knowledge.asOf.label }), "0");
  await waitFor(() => expect(asked.at(-1)?.input.asOf).toBe("0"));
  await user.click(screen.getByRole("button", { name: en.knowledge.asOf.back }));
  await waitFor(() => expect(screen.queryByText(en.knowledge.asOf.past)).toBeNull());
});

describe("drawing", () => {
  test("every kind of fact has its own look, a plan's change before all else", () => {
    expect(EDGES.map(kindOf)).toEqual(["brought", "taken", "derived"]);
    expect(kindOf(edge("France", "Lyon", { conflict: true }))).toBe("conflict");
    expect(edgesAt(EDGES, "before")).toEqual([EDGES[1], EDGES[2]]);
  });

  test("the most frequent types have colors of their own, and the others share one", () => {
    const types = typesIn(NAMES);
    expect(types).toEqual(["city", "country"]);
    expect(new Set(["city", "country", "river"].map((type) => colorOfType(types, type))).size).toBe(3);
  });

  test("a usual type has the same color in every drawing, and no two that are shown share one", () => {
    const whole = ["city", "person", "landmark", "work", "country", "product", "company", "river"];
    const near = ["person", "river", "city", "continent", "landmark", "currency", "country", "work"];
    for (const type of ["city", "person", "landmark", "country"])
      expect(colorOfType(near, type)).toBe(colorOfType(whole, type));
    expect(new Set(near.slice(0, 7).map((type) => colorOfType(near, type))).size).toBe(7);
  });

  test("the same graph has the same places, whatever the order of its points", () => {
    const placed = (names: readonly string[]) => {
      const graph = new Graph({ multi: true });
      for (const name of names) graph.addNode(name);
      for (const [a, b] of ["ab", "bc", "bd"]) graph.addEdge(a, b);
      spread(graph);
      return ["a", "b", "c", "d"].map((name) => graph.getNodeAttributes(name));
    };
    const places = placed(["a", "b", "c", "d"]);
    expect(placed(["d", "c", "b", "a"])).toEqual(places);
    const graph = new Graph();
    for (const name of ["a", "b", "c", "d"]) graph.addNode(name);
    for (const [a, b] of ["ab", "bc", "bd"]) graph.addEdge(a, b);
    spread(graph);
    relax(graph, 50);
    const after = graph.getNodeAttributes("a");
    expect([after.x, after.y].every(Number.isFinite)).toBe(true);
  });
});
