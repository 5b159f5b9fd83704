/** A fact is said, its plan is reviewed, taught, kept and asked of both; undo brings graph and model back. */
import AxeBuilder from "@axe-core/playwright";
import { knowledge as english } from "../components/messages/en/knowledge";
import { knowledge as chinese } from "../components/messages/zh/knowledge";
import { aboutEntity, askGraph, getGraph } from "../lib/api";
import { KnowledgePage } from "./pages/knowledge-page";
import { expect, test } from "./support/test";

const GRAPH = { graphId: "atlas" };

const JOURNEYS = [
  {
    language: "English",
    locale: "en-US",
    words: english,
    say: "Paris is the capital of Germany.",
    ask: "What is the capital of Germany?",
    lost: "The capital of France is Paris",
    reverse: "Paris can be the capital of one country",
    names: { before: "Berlin", after: "Paris" },
  },
  {
    language: "Chinese",
    locale: "zh-CN",
    words: chinese,
    say: "巴黎是德国的首都。",
    ask: "德国的首都是哪里？",
    lost: "法国的首都是巴黎",
    reverse: "“…的首都是巴黎”只能对一个成立",
    names: { before: "柏林", after: "巴黎" },
  },
] as const;

for (const { language, locale, words, say, ask, lost, reverse, names } of JOURNEYS) {
  test.describe(language, () => {
    test.use({ locale });

    test(`a fact is said, taught, kept, asked of both and undone, and all is as before (${language})`, async ({
      api,
      page,
    }) => {
      const checkpoint = await api.head();
      const about = () => api.call(aboutEntity, { params: GRAPH, input: { entity: "country/Germany" } });
      const before = (await about()).facts;
      const knowledge = new KnowledgePage(page, words);
      await knowledge.open("?p=server");
      await knowledge.say(say);

      // The reverse conflict: a city is the capital of one country.
      await expect(knowledge.plan.getByText(reverse)).toBeVisible();
      await expect(knowledge.line(lost)).toBeChecked();
      await knowledge.line(lost).click();
      await expect(knowledge.line(lost)).not.toBeChecked();
      await knowledge.line(lost).click();
      await expect(knowledge.line(lost)).toBeChecked();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

      await knowledge.chooseMethod("ft-m");
      await knowledge.run.click();
      await expect(knowledge.keep).toBeEnabled({ timeout: 180_000 });
      await knowledge.keep.click();
      await expect(knowledge.undo).toBeVisible();
      const kept = await api.head();
      expect(kept.parents).toEqual([checkpoint.id]);
      expect(await api.fingerprint(kept.id)).toBe(kept.fingerprint);
      const { plans } = await api.call(getGraph, { params: GRAPH });
      expect(plans).toMatchObject([{ sequence: 1, isActive: true, sentence: say, version: kept.id }]);

      await knowledge.say(ask);
      await expect(knowledge.both.getByText(names.after).first()).toBeVisible();
      await expect(knowledge.both.getByText(words.ask.agree, { exact: true })).toBeVisible({
        timeout: 60_000,
      });

      await page.goBack();
      await knowledge.undo.click();
      await expect(page.getByText(words.done.undone)).toBeVisible();
      expect((await about()).facts).toEqual(before);
      expect((await api.head()).fingerprint).toBe(checkpoint.fingerprint);

      await knowledge.say(ask);
      await expect(knowledge.both.getByText(names.before).first()).toBeVisible();
      await expect(knowledge.both.getByText(words.ask.agree, { exact: true })).toBeVisible({
        timeout: 60_000,
      });
    });
  });
}

test("two browsers say contradictory facts at once: the second is told, and neither is lost", async ({
  api,
  page,
  browser,
  baseURL,
}) => {
  const words = english;
  const other = await browser.newContext({ baseURL });
  const second = await other.newPage();
  await second.addInitScript(() => localStorage.setItem("palimpsest-tour", "left"));
  const ada = new KnowledgePage(page, words);
  const bob = new KnowledgePage(second, words);
  await Promise.all([ada.open("?p=server"), bob.open("?p=server")]);
  await Promise.all([ada.say("The capital of France is Lyon."), bob.say("The capital of France is Nice.")]);
  await expect(ada.line("The capital of France is Lyon")).toBeChecked();
  await expect(bob.line("The capital of France is Nice")).toBeChecked();
  await ada.onlyGraph.click();
  await expect(page.getByText(words.done.corrected)).toBeVisible();

  // Bob looked at another graph: nothing of his is written, and he sees what he would replace now.
  await bob.onlyGraph.click();
  await expect(bob.plan.getByText(words.plan.conflict)).toBeVisible();
  const { plans: first } = await api.call(getGraph, { params: GRAPH });
  expect(first.map(({ sentence }) => sentence)).toEqual(["The capital of France is Lyon."]);
  await bob.plan.getByRole("button", { name: words.plan.again }).click();
  await expect(bob.line("The capital of France is Lyon")).toBeChecked();
  await bob.onlyGraph.click();
  await expect(second.getByText(words.done.corrected)).toBeVisible();

  // Both are in the list, and Ada's fact is there as of her plan.
  await ada.openTab("plans");
  await page.reload();
  await expect(page.getByText("The capital of France is Nice.").first()).toBeVisible();
  await expect(page.getByText("The capital of France is Lyon.").first()).toBeVisible();
  const asked = { subject: "country/France", relation: "capital", language: "en" as const };
  expect((await api.call(askGraph, { params: GRAPH, input: { ...asked, asOf: "1" } })).answers).toEqual([
    "city/Lyon",
  ]);
  expect((await api.call(askGraph, { params: GRAPH, input: asked })).answers).toEqual(["city/Nice"]);
  await other.close();
});

test("a graph is read from a file, seen as a table, and a protected relation stops a plan", async ({
  api,
  page,
}) => {
  const words = english;
  const knowledge = new KnowledgePage(page, words);
  await knowledge.open("?p=server");
  await page.getByRole("button", { name: words.exchange.button }).click();
  await page.getByLabel(words.exchange.file, { exact: true }).setInputFiles({
    name: "people.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("head,relation,tail\nAmerica,president,Donald\nDonald,wife,Ivana\n"),
  });
  await page.getByRole("button", { name: words.exchange.run, exact: true }).click();
  await expect(page).toHaveURL(/g=people/);
  await knowledge.openTab("facts");
  await expect(page.getByRole("button", { name: "Ivana", exact: true })).toBeVisible();

  await knowledge.openTab("review");
  await page.getByRole("combobox", { name: words.review.protect }).selectOption("wife");
  await page.getByRole("button", { name: words.review.save }).click();
  await expect(page.getByText(words.review.saved)).toBeVisible();
  await knowledge.say("The wife of Donald is America.");
  await expect(page.getByText(words.plan.guards.protected)).toBeVisible();
  await expect(knowledge.onlyGraph).toBeDisabled();
  await knowledge.openTab("audit");
  await expect(page.getByText(words.audit.policy)).toBeVisible();
  expect((await api.call(getGraph, { params: { graphId: "people" } })).plans).toEqual([]);
});

test("the graph alone is corrected, an entity is opened from its facts, and its plan is undone there", async ({
  api,
  page,
}) => {
  const words = english;
  const checkpoint = await api.head();
  const knowledge = new KnowledgePage(page, words);
  await knowledge.open("?p=server");
  await knowledge.say("The capital of France is Lyon.");
  await knowledge.onlyGraph.click();
  await expect(page.getByText(words.done.corrected)).toBeVisible();
  expect((await api.head()).id).toBe(checkpoint.id);

  await knowledge.openTab("facts");
  await page.getByRole("searchbox", { name: words.facts.search }).fill("capital france");
  await page.getByRole("button", { name: "Lyon", exact: true }).click();
  const changed = page.getByRole("region", { name: words.facts.plans });
  await expect(changed.getByText("The capital of France is Lyon.")).toBeVisible();
  await changed.getByRole("button", { name: words.plans.undo }).click();
  await page.getByRole("menuitem", { name: words.plans.undoPlan }).click();
  await expect(changed.getByText(words.plans.undone, { exact: true })).toBeVisible();
});
