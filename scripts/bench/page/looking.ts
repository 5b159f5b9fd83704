/**
 * Pictures of Explore at their largest, in a browser that draws by software where there is no GPU: a grid of 64 tokens and 48
 * layers, and a circuit of 5,000 edges before pruning. The answers are made up and given in place of the server's.
 */
import { rm } from "node:fs/promises";
import { chromium, type Page } from "@playwright/test";
import { browserPath } from "../../../e2e/support/browser";
import { freePort, makeDataFolder } from "../../../e2e/support/server";
import { seededRandom } from "../../../lib/base";
import { circuitGraph, edgesOf } from "../../../lib/explain";
import { startServer } from "../../../lib/server/testing/start-server";
import type { Line } from "../measure";

const TOKENS = 64;
const LAYERS = 48;
const EDGES = 5000;
/** GPT-2 small's shape. */
const SHAPE = { layers: 12, heads: 12 };
const GOAL = 30;
const MOVES = 120;

export async function benchLooking(): Promise<Line[]> {
  const dataFolder = await makeDataFolder();
  const server = await startServer({ port: await freePort(), dataFolder });
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath: browserPath(),
    chromiumSandbox: !isRoot,
    args: ["--enable-unsafe-swiftshader"],
  });
  const opened = async (show: string, answer: object): Promise<Page> => {
    const page = await browser.newPage({
      baseURL: server.url,
      locale: "en-US",
      viewport: { width: 1440, height: 900 },
    });
    await page.addInitScript(() => localStorage.setItem("palimpsest-tour", "left"));
    await page.route("**/explore-preflight", (route) =>
      route.fulfill({
        json: { blockers: [], warnings: [], memoryBytes: 1, durationMs: [1, 1], artifacts: [] },
      }),
    );
    await page.route("**/models/*/explore", (route) =>
      route.fulfill({
        contentType: "text/event-stream",
        body: `data: ${JSON.stringify({ kind: "result", value: { answer } })}\n\n`,
      }),
    );
    await page.goto(`/explore?p=server&show=${show}&draw=whole&size=${EDGES}`);
    return page;
  };
  try {
    const lines: Line[] = [];
    const grid = await opened("lens", lensAnswer());
    const cells = grid.getByRole("grid").first();
    await cells.waitFor({ timeout: 120_000 });
    const what = `a grid of ${TOKENS} × ${LAYERS}`;
    lines.push(await framesOf(grid, `${what}, pointed over`, (i) => over(grid, cells, i, "move")));
    lines.push(await framesOf(grid, `${what}, cells chosen`, (i) => over(grid, cells, i, "click")));
    await cells.focus();
    lines.push(await framesOf(grid, `${what}, stepped by key`, () => grid.keyboard.press("ArrowRight")));
    await grid.mouse.down();
    lines.push(await framesOf(grid, `${what}, dragged`, (i) => over(grid, cells, i, "move")));
    await grid.mouse.up();
    await grid.close();
    const circuit = await opened("circuit", circuitAnswer());
    const whole = circuit.getByRole("listbox").first();
    await whole.waitFor({ timeout: 120_000 });
    const told = await circuit
      .getByText(/edges between/)
      .first()
      .innerText();
    lines.push(
      await framesOf(
        circuit,
        `a circuit of ${EDGES} chosen edges, pointed over`,
        (i) => over(circuit, whole, i, "move"),
        told.slice(0, 60),
      ),
    );
    return lines;
  } finally {
    await browser.close();
    await server.kill("SIGTERM");
    await rm(dataFolder, { recursive: true, force: true });
  }
}

/** The pointer goes along a diagonal of the visible part, so every step is another cell. */
async function over(page: Page, target: ReturnType<Page["locator"]>, i: number, act: "move" | "click") {
  const box = await boxOf(target);
  const at = (from: number, length: number, most: number) =>
    from + 60 + ((i * 17) % Math.max(1, Math.min(length, most) - 80));
  const [x, y] = [at(box.x, box.width, 1400 - box.x), at(box.y, box.height, 880 - box.y)];
  await (act === "move" ? page.mouse.move(x, y) : page.mouse.click(x, y));
}

const boxes = new WeakMap<object, { x: number; y: number; width: number; height: number }>();
async function boxOf(target: ReturnType<Page["locator"]>) {
  const known = boxes.get(target);
  if (known) return known;
  await target.evaluate((element) => element.scrollIntoView({ block: "start" }));
  const box = await target.boundingBox();
  if (!box) throw new Error("nothing is drawn");
  boxes.set(target, box);
  return box;
}

/** Frames a second while something is done again and again, and the processor time of the page for each. */
async function framesOf(
  page: Page,
  what: string,
  act: (i: number) => Promise<unknown>,
  more = "",
): Promise<Line> {
  await act(0);
  const client = await page.context().newCDPSession(page);
  await client.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () => {
    const { metrics } = await client.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0);
  };
  // As text: what names functions in compiled code is not in the page.
  await page.evaluate(`
    window.frames_ = [];
    window.isCounting = true;
    (function step(now) {
      if (now) window.frames_.push(now);
      if (window.isCounting) requestAnimationFrame(step);
    })();
  `);
  const before = await worked();
  for (let i = 1; i <= MOVES; i++) await act(i);
  const workMs = (await worked()) - before;
  const frames = (await page.evaluate("window.isCounting = false, window.frames_")) as number[];
  const gaps = frames.slice(1).map((now, i) => now - frames[i]);
  const perSecond = (1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0);
  const slowest = [...gaps].sort((a, b) => a - b)[Math.floor(0.95 * gaps.length)];
  return {
    what,
    value: `${perSecond.toFixed(0)} frames/s`,
    note: `at least ${GOAL}; 95 of 100 frames within ${slowest.toFixed(0)} ms; ${(workMs / frames.length).toFixed(1)} ms of the page's processor time a frame${more ? `; ${more}` : ""}`,
  };
}

function lensAnswer(): object {
  const random = seededRandom("grid");
  const words = Array.from({ length: 400 }, (_, i) => ` word${i}`);
  const said = () => {
    const probability = random.uniform();
    return {
      likeliest: [{ token: words[random.integer(words.length)], probability }],
      asked: [{ probability, rank: random.integer(50) }],
    };
  };
  return {
    tokens: Array.from({ length: TOKENS }, (_, i) => words[i]),
    asked: [" word7"],
    states: Array.from({ length: LAYERS + 1 }, () => Array.from({ length: TOKENS }, said)),
  };
}

function circuitAnswer(): object {
  const random = seededRandom("circuit");
  const graph = circuitGraph(SHAPE);
  const all = edgesOf(graph);
  // With an edge from each writer to the logits, pruning leaves most.
  const chosen = new Set(all.filter((id) => id % graph.readers === graph.readers - 1));
  while (chosen.size < EDGES) chosen.add(all[random.integer(all.length)]);
  const ids = [...chosen];
  return {
    graph: { ...SHAPE, parallel: false, width: 768, edges: all.length },
    tokens: { clean: ["a"], corrupt: ["b"] },
    answers: [" Paris", " Seattle"],
    difference: { clean: 9, corrupt: -9 },
    edges: { ids, scores: ids.map(() => random.normal()) },
    circuits: [{ size: EDGES, difference: 8, random: -9 }],
  };
}
