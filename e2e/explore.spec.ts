/** An edit is looked at from inside: before and after, in grids and as a circuit, by key, as files, and from a link. */
import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import type { Download, Page } from "@playwright/test";
import { ExplorePage } from "./pages/explore-page";
import { expect, test } from "./support/test";

test("a kept edit is explored from its version: what was lost and new, of any size, as files, and as a link", async ({
  api,
  edit,
  shell,
  history,
  explore,
  page,
  browser,
}) => {
  // Every cell and every node is stepped to.
  test.setTimeout(480_000);
  await edit.open();
  await shell.useServer();
  await edit.run.click();
  await edit.finishRun();
  await edit.keepAs("To be looked at from inside");
  const kept = await api.head();

  await history.open("?p=server");
  await history.detail.getByRole("link", { name: "Explore" }).click();
  await expect(page).toHaveURL(new RegExp(`/explore\\?.*v=${kept.id}`));
  await expect(explore.subject).toHaveValue("Eiffel Tower");
  await expect(explore.answer).toHaveValue("Rome");
  await expect(explore.sides.getByRole("radio", { name: "Both" })).toBeChecked();
  await expect(explore.grids).toHaveCount(3);

  await test.step("keys reach every cell of a grid, and each is read aloud", async () => {
    const grid = page.getByRole("grid", { name: "After the edit" });
    const [rows, columns] = await Promise.all(
      ["aria-rowcount", "aria-colcount"].map(async (name) => Number(await grid.getAttribute(name))),
    );
    await grid.focus();
    await page.keyboard.press("Control+Home");
    const cell = grid.getByRole("gridcell");
    const seen = new Set<string>();
    for (let row = 0; row < rows; row++) {
      await page.keyboard.press("Home");
      for (let column = 0; column < columns; column++) {
        const place = await grid.evaluate((element) => {
          const one = element.querySelector('[role="gridcell"]');
          return `${one?.parentElement?.ariaRowIndex} ${one?.ariaColIndex}`;
        });
        seen.add(place);
        await page.keyboard.press("ArrowRight");
      }
      await page.keyboard.press("ArrowDown");
    }
    expect(seen.size).toBe(rows * columns);
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("End");
    await expect(cell).toContainText("Rome");
  });
  await expectAccessible(page, "lens");

  await test.step("a cell dragged from the edited run onto the other carries the new answer over", async () => {
    await explore.show("Activation patching");
    const source = page.getByRole("grid", { name: "After the edit", exact: true });
    await source.waitFor({ timeout: 60_000 });
    const columns = Number(await source.getAttribute("aria-colcount"));
    // The last layer is on top.
    const [from, to] = [
      await explore.cellAt("After the edit", 1, columns),
      await explore.cellAt("Before the edit", 1, columns),
    ];
    const layer = Number(await source.getAttribute("aria-rowcount")) - 1;
    await expect(page.getByText(`put into layer ${layer}`)).toHaveCount(0);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 });
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await page.mouse.up();
    const said = page.getByText(`put into layer ${layer}`);
    await expect(said).toContainText('the target says "Rome"', { timeout: 60_000 });
  });

  await explore.show("Circuit");
  await explore.nodes.first().waitFor({ timeout: 120_000 });
  const first = await explore.changes();
  expect(first.kept).toBeGreaterThan(0);
  expect(first.lost).toBeGreaterThan(0);
  expect(first.gained).toBeGreaterThan(0);
  await expect(explore.edges).toHaveCount(first.kept + first.lost + first.gained);

  await test.step("keys reach every node", async () => {
    const count = await explore.nodes.count();
    const seen = new Set<string>();
    const current = () => page.evaluate(() => document.activeElement?.getAttribute("data-node") ?? "");
    await page.locator('[data-node="input"]').focus();
    for (;;) {
      // From the left end of each row to its right end, then up.
      await page.keyboard.press("Home");
      for (let node = await current(); !seen.has(node); node = await current()) {
        seen.add(node);
        await page.keyboard.press("ArrowRight");
      }
      await page.keyboard.press("ArrowUp");
      if (seen.has(await current())) break;
    }
    expect(seen.size).toBe(count);
  });

  await test.step("the size moves without a new run", async () => {
    let runs = 0;
    page.on("request", (request) => (runs += Number(request.url().endsWith("/explore"))));
    await explore.size.focus();
    for (let step = 0; step < 12; step++) await page.keyboard.press("ArrowRight");
    await expect
      .poll(async () => {
        const { kept, lost, gained } = await explore.changes();
        return kept + lost + gained;
      })
      .toBeGreaterThan(first.kept + first.lost + first.gained);
    expect(runs).toBe(0);
  });
  const named = page.getByRole("textbox", { name: "Name of m0" });
  // The picture may still move to its layout while it is pointed at.
  await expect(async () => {
    await page.locator('[data-node="m0"]').click();
    await expect(named).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await named.fill("recalls");
  await expectAccessible(page, "circuit");

  await test.step("what is shown is what is saved", async () => {
    const shown = await explore.changes();
    const csv = await text(await explore.save("Save as CSV"));
    expect(csv.trim().split("\r\n")).toHaveLength(1 + shown.kept + shown.lost + shown.gained);
    const svg = await text(await explore.save("Save as SVG"));
    expect(svg.match(/<path /g)).toHaveLength(shown.kept + shown.lost + shown.gained);
    expect(svg).toContain("recalls");
    const png = await readFile(await (await explore.save("Save as PNG")).path());
    const [, width, height] = /<svg[^>]* width="([\d.]+)"[^>]* height="([\d.]+)"/.exec(svg) ?? [];
    const picture = await explore.decoded(png);
    // Twice the size, for print, and no empty sheet. Browsers round the size of a drawing to whole pixels.
    expect(Math.abs(picture.width - 2 * Number(width))).toBeLessThanOrEqual(2);
    expect(Math.abs(picture.height - 2 * Number(height))).toBeLessThanOrEqual(2);
    expect(picture.inked).toBeGreaterThan(0.01);
    const after = shown.kept + shown.gained;
    const reference = JSON.parse(await text(await explore.save("Save as circuit JSON (reference)")));
    expect(Object.keys(reference.edges)).toHaveLength(after);
    const mib = JSON.parse(await text(await explore.save("Save as score JSON (MIB)")));
    expect(mib.cfg).toMatchObject({ n_layers: 6, parallel_attn_mlp: false });
    const graph = JSON.parse(await text(await explore.save("Save as attribution graph (Neuronpedia)")));
    expect(graph.nodes.some(({ clerp }: { clerp: string }) => clerp === "recalls")).toBe(true);
    const ids = new Set(graph.nodes.map(({ node_id }: { node_id: string }) => node_id));
    const loose = graph.links.filter(
      ({ source, target }: { source: string; target: string }) => !ids.has(source) || !ids.has(target),
    );
    expect(loose).toEqual([]);
  });

  const shown = await explore.changes();
  const context = await browser.newContext();
  const second = await context.newPage();
  await second.addInitScript(() => localStorage.setItem("palimpsest-tour", "left"));
  await second.goto(page.url());
  const there = new ExplorePage(second);
  await there.nodes.first().waitFor({ timeout: 120_000 });
  expect(await there.changes()).toEqual(shown);
  await expect(second.getByRole("textbox", { name: "Name of m0" })).toHaveValue("recalls");
  await expect(second.locator('[data-node="m0"]')).toContainText("recalls");

  await there.draw("Table");
  await expect(there.table.getByRole("row")).toHaveCount(1 + shown.kept + shown.lost + shown.gained);
  await expectAccessible(second, "table");
  await context.close();
});

async function text(download: Download): Promise<string> {
  return readFile(await download.path(), "utf8");
}

/** Both themes: all rules in the first, those of colors in the second. */
async function expectAccessible(page: Page, where: string): Promise<void> {
  for (const [theme, rules] of [
    ["light", undefined],
    ["dark", ["color-contrast"]],
  ] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveClass(new RegExp(theme));
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .options({
        resultTypes: ["violations"],
        ...(rules && { runOnly: { type: "rule", values: [...rules] } }),
      })
      .analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target }) => `${id}: ${target.join(" ")}`),
    );
    expect.soft(found, `${where}, ${theme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
}
