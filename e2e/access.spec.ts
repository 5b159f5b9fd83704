/**
 * What everyone can use: no violation of the accessibility rules, and nothing wider than a telephone. Every view is opened
 * once in each language and looked at three times, since themes and widths need no new page.
 */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { LANGUAGE_COOKIE, LANGUAGES } from "../components/messages/languages";
import { startJob } from "../lib/api";
import { LifelongJobInput } from "../lib/store";
import { PLACES } from "./pages/shell";
import type { Api } from "./support/api";
import { expect, test } from "./support/test";

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
/** The rules that the other theme can break: all others read the document, which is the same in both. */
const COLOR_RULES = ["color-contrast", "link-in-text-block"];

test("every view keeps to the rules of access and fits a telephone, in every language", async ({
  api,
  page,
  baseURL,
}) => {
  test.setTimeout(900_000);
  const views = await filledViews(api);
  for (const language of LANGUAGES) {
    await page.context().addCookies([{ name: LANGUAGE_COOKIE, value: language, url: baseURL }]);
    for (const view of views) {
      const name = `${view}, ${language}`;
      await test.step(name, async () => {
        await page.setViewportSize(WIDE);
        await showTheme(page, "light");
        await page.goto(view);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.waitForLoadState("networkidle");
        await expectAccessible(page, name);
        await showTheme(page, "dark");
        await expectAccessible(page, `${name}, dark`, COLOR_RULES);
        await page.setViewportSize(NARROW);
        await expectNoSidewaysScroll(page, name);
      });
    }
    expect(await page.locator("html").getAttribute("lang")).toMatch(new RegExp(`^${language}`));
  }
});

/** Every place, and every view of an edit and of long runs, with something in them. */
async function filledViews(api: Api): Promise<string[]> {
  const job = await keepOneEdit(api);
  const runs = [await runLifelong(api, 3), await runLifelong(api, 4)];
  const pins = encodeURIComponent(JSON.stringify(runs));
  return [
    ...PLACES.map((place) => `/${place}?p=server`),
    ...[1, 2, 3].map((story) => `/edit?p=server&story=${story}`),
    ...["probes", "next", "weights", "record"].map((tab) => `/edit?p=server&job=${job}&tab=${tab}`),
    ...["curves", "retention", "health", "record"].map(
      (tab) => `/evaluate?p=server&run=${runs[0]}&tab=${tab}&edit=1`,
    ),
    ...["facts", "disagreements", "contradictions"].map(
      (tab) => `/knowledge?p=server&q=Paris is the capital of Germany.&tab=${tab}`,
    ),
    `/knowledge?p=server&q=What is the capital of Frnace?`,
    `/evaluate?p=server&pin=${pins}`,
    `/evaluate?p=server&pin=${pins}&by=run&goals=parallel`,
    `/evaluate?p=server&start=${encodeURIComponent("{}")}`,
  ];
}

async function runLifelong(api: Api, count: number): Promise<string> {
  const head = await api.head();
  const input = LifelongJobInput.parse({
    model: "atlas",
    version: head.id,
    draw: { count, seed: 0 },
    method: "rome",
    checkpoints: [1],
  });
  const started = { kind: "lifelong", input, author: "" } as const;
  const { jobId, summary } = await api.call(startJob, { input: started });
  await api.finished(jobId);
  return summary.runId ?? "";
}

/** Pages are judged with something on them: one edit in History, and its run to look at. */
async function keepOneEdit(api: Api): Promise<string> {
  const head = await api.head();
  const [example] = await api.examples();
  const jobId = await api.start({
    model: "atlas",
    version: head.id,
    cases: [example],
    methods: [{ method: "rome", parameters: {} }],
    mode: "single",
  });
  await api.keep(await api.finished(jobId));
  return jobId;
}

/** As a person's system would ask for it; charts follow the page. */
async function showTheme(page: Page, theme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  if (page.url() === "about:blank") return;
  await expect(page.locator("html")).toHaveClass(new RegExp(theme));
}

async function expectAccessible(page: Page, where: string, rules?: string[]): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    // Everything is of one origin, so that nothing has to be gathered from frames in a page of its own.
    .setLegacyMode(true)
    // Of what keeps to the rules nobody reads the selectors, which take most of the time.
    .options({ resultTypes: ["violations"], ...(rules && { runOnly: { type: "rule", values: rules } }) })
    .analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")} — ${node.failureSummary ?? ""}`),
  );
  expect.soft(found, where).toEqual([]);
}

async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  // Charts follow a new width a moment later.
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.soft.poll(overflow, { message: where, timeout: 5_000 }).toBeLessThanOrEqual(0);
}
