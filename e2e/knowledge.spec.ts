/** A fact is said, its plan is reviewed, taught, kept and asked of both; undo brings graph and model back. */
import AxeBuilder from "@axe-core/playwright";
import { knowledge as english } from "../components/messages/en/knowledge";
import { knowledge as chinese } from "../components/messages/zh/knowledge";
import { aboutEntity, getGraph } from "../lib/api";
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

test("the graph alone is corrected, an entity is opened from its facts, and its plan is undone there", async ({
  api,
  page,
}) => {
  const words = english;
  const checkpoint = await api.head();
  const knowledge = new KnowledgePage(page, words);
  await knowledge.open("?p=server");
  await knowledge.say("The capital of France is Lyon.");
  await knowledge.plan.getByRole("button", { name: words.plan.onlyGraph }).click();
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
