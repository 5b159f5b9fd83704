/** Siblings are merged by a recipe in either form, the child is kept with both parents, compared and undone; and models evolve. */
import AxeBuilder from "@axe-core/playwright";
import { merge as english } from "../components/messages/en/merge";
import { merge as chinese } from "../components/messages/zh/merge";
import { evolutionRecord, mergePool, startJob } from "../lib/api";
import { startServer } from "../lib/server/testing/start-server";
import { EvolveJobInput } from "../lib/store";
import { MergePage } from "./pages/merge-page";
import { apiOf } from "./support/api";
import { freePort, makeDataFolder } from "./support/server";
import { expect, test } from "./support/test";

for (const { language, locale, words } of [
  { language: "English", locale: "en-US", words: english },
  { language: "Chinese", locale: "zh-CN", words: chinese },
] as const) {
  test.describe(language, () => {
    test.use({ locale });

    test(`siblings are merged, kept, compared with both parents and undone (${language})`, async ({
      api,
      page,
    }) => {
      const place = new MergePage(page, words);
      await place.open("?p=server");

      // By the form: another operator, and the text follows.
      await expect(place.problems.getByText(words.problems.none)).toBeVisible();
      await place.operator.selectOption("nuslerp");
      await expect(place.yaml).toHaveValue(/merge_method: nuslerp/);
      await expect(place.yaml).toHaveValue(/weight: 1/);

      // By the text: a mistake is refused with its line and its remedy, and the form follows what is right.
      const written = await place.yaml.inputValue();
      await place.yaml.fill(written.replace("nuslerp", "nuslerpp"));
      await expect(place.problems.getByText(words.problems.line(1))).toBeVisible();
      await expect(place.problems.getByText(/nuslerp\b/).last()).toBeVisible();
      await expect(place.merge).toBeDisabled();
      await place.yaml.fill(written.replace("nuslerp", "linear"));
      await expect(place.operator).toHaveValue("linear");
      await expect(place.merge).toBeEnabled();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

      await place.merge.click();
      await expect(place.outcome).toBeVisible({ timeout: 120_000 });
      await expect(place.tasks.getByRole("row")).toHaveCount(9);

      await place.button(words.result.keep).click();
      await expect(page.getByText(words.result.kept)).toBeVisible();
      const child = await api.head("atlas:merged");
      expect(child.change).toMatchObject({ kind: "merge", seed: 0 });
      expect(child.parents).toHaveLength(2);
      const { versions } = await api.call(mergePool, { input: { model: "atlas" } });
      expect(Object.values(versions).sort()).toEqual([...child.parents].sort());
      await expect(page.getByRole("link", { name: new RegExp(words.result.compare(".+")) })).toHaveCount(2);

      await place.button(words.result.undo).click();
      await expect(page.getByText(words.result.undone)).toBeVisible();
      expect((await api.head("atlas:merged")).id).toBe(child.parents[0]);
    });

    test(`two people's branches with one contradiction are merged (${language})`, async ({ api, page }) => {
      const [tower, author, moon] = await api.examples();
      const root = await api.head();
      const teach = async (branch: string, editCase: typeof tower) => {
        const { id: version } = await api.head(`atlas:${branch}`);
        const methods = [{ method: "rome", parameters: {} }];
        const jobId = await api.start({
          model: "atlas",
          version,
          cases: [editCase],
          methods,
          mode: "single",
          seed: 0,
        });
        return api.keep(await api.finished(jobId), `atlas:${branch}`);
      };
      for (const branch of ["ada", "ben"]) await api.branch(branch, root.id);
      const contradiction = { ...tower, request: { ...tower.request, targetNew: "Oslo" } };
      await teach("ada", tower);
      const ada = await teach("ada", author);
      await teach("ben", contradiction);
      const ben = await teach("ben", moon);

      const place = new MergePage(page, words);
      await place.open("?p=server");
      await place.show("edits");
      await place.branches[0].selectOption("ada");
      await place.branches[1].selectOption("ben");
      const question = words.edits.conflict("The city of the landmark Eiffel Tower is");
      const conflict = page.getByRole("group", { name: question });
      await expect(conflict).toBeVisible();
      await expect(place.button(words.edits.merge)).toBeDisabled();
      await conflict.getByRole("radio", { name: "Oslo · ben" }).click();
      await place.button(words.edits.merge).click();

      // Ada's other edit and both of Ben's are asked again, with the questions that came with them.
      await expect(place.recheck).toHaveText(words.edits.holding(3, 3), { timeout: 60_000 });
      await expect(page.getByRole("list", { name: words.edits.from("ada") }).getByRole("img")).toHaveCount(1);
      await expect(page.getByRole("list", { name: words.edits.from("ben") }).getByRole("img")).toHaveCount(2);
      expect((await api.head("atlas:ada")).id).toBe(ada.id);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

      await place.button(words.edits.keep("ada")).click();
      await expect(page.getByText(words.edits.kept("ada"))).toBeVisible();
      const merged = await api.head("atlas:ada");
      expect(merged).toMatchObject({ parents: [ada.id, ben.id], change: { kind: "union", leftOut: [] } });
      const { measurement } = await api.version(merged.id);
      const own = measurement?.verdict.probes.filter(({ group }) => group === "reliability") ?? [];
      expect(own.map(({ expected }) => expected)).toEqual(["Leo Tolstoy", "Oslo", "Saturn"]);
      expect(
        (await api.nextTokens("The city of the landmark Eiffel Tower is", merged.id))[0].token,
      ).toContain("Oslo");

      await place.button(words.edits.undo).click();
      await expect(page.getByText(words.edits.undone("ada"))).toBeVisible();
      expect(await api.head("atlas:ada")).toEqual(ada);
      await expect(conflict).toBeVisible();
    });
  });
}

test("kinship of the siblings is a matrix, and a pair that is chosen is in the address", async ({ page }) => {
  const place = new MergePage(page, english);
  await place.open(
    '?p=server&show=kinship&kin=["pool-trader","pool-guide","pool-reader"]'.replace("show=kinship&", ""),
  );
  await place.show("kinship");
  await place.button(english.kinship.measure).click();
  await expect(page.getByText(english.kinship.matrix("PCC"))).toBeVisible({ timeout: 60_000 });
  await page.getByRole("radio", { name: english.metrics.cosine }).click();
  await expect(page).toHaveURL(/metric=cosine/);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test("a child that was merged in the tab is the one that the server merges", async ({ page, api }) => {
  const place = new MergePage(page, english);
  const fingerprints: string[] = [];
  for (const query of ["", "?p=server"]) {
    await place.open(query);
    await expect(place.merge).toBeEnabled({ timeout: 60_000 });
    await place.merge.click();
    await expect(place.outcome).toBeVisible({ timeout: 180_000 });
    const [job] = await api.jobs();
    const { output } = await api.job(job.id);
    fingerprints.push((output as { fingerprintAfter: string }).fingerprintAfter);
  }
  expect(fingerprints[0]).toBe(fingerprints[1]);
});

test("an evolution of three generations survives a restart of the server", async () => {
  test.setTimeout(600_000);
  const dataFolder = await makeDataFolder();
  const port = await freePort();
  let server = await startServer({ port, dataFolder, ownGroup: true });
  try {
    let api = apiOf(server.url);
    const { card } = await api.call(mergePool, { input: { model: "atlas" } });
    const names = ["trader", "guide", "reader"];
    const response = await fetch(`${server.url}/api/merge/pool`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ siblings: names }),
    });
    const { versions } = (await response.json()) as { versions: Record<string, string> };
    const founders = Object.fromEntries(
      names.map((name) => [name, { model: "atlas", version: versions[name] }]),
    );
    const input = EvolveJobInput.parse({
      model: "atlas",
      base: { model: "atlas" },
      founders,
      tasks: card?.tasks.map(({ id, questions }) => ({ id, questions: questions.slice(0, 12) })),
      settings: { strategy: "greedy-kinship", generations: 3, stopAt: null },
    });
    const { jobId } = await api.call(startJob, { input: { kind: "evolve", input, author: "" } });
    const record = async () => (await api.call(evolutionRecord, { params: { jobId } })).record;
    await expect
      .poll(async () => (await record())?.models.length ?? 0, { timeout: 120_000 })
      .toBeGreaterThan(4);
    const before = await record();
    await server.kill("SIGKILL");
    server = await startServer({ port, dataFolder, ownGroup: true });
    api = apiOf(server.url);
    const finished = await api.finished(jobId);
    expect(finished.status).toBe("succeeded");
    const after = await record();
    expect(after?.end).toBeDefined();
    expect(after?.models.slice(0, before?.models.length)).toEqual(before?.models);
  } finally {
    await server.kill("SIGKILL");
  }
});
