/** A fact is edited, judged, kept, found in History and undone: in the tab and on the server. */
import { expect, test } from "./support/test";

test("the worked example runs in the browser, is kept, and undo brings the old answer back", async ({
  api,
  shell,
  edit,
  history,
  page,
}) => {
  const checkpoint = await api.head();
  await edit.open();
  await expect(shell.place.getByRole("radio", { name: /This browser\s*WASM/ })).toBeChecked();
  const before = await edit.readAnswers();
  const prompt = await edit.filledPrompt();
  const target = await edit.target.inputValue();
  expect(before[0].token.trim()).not.toBe(target.split(" ")[0]);

  await edit.run.click();
  await expect(edit.progress).toBeVisible();
  await edit.finishRun();
  await expect(edit.verdict.getByText("this browser, WASM")).toBeVisible();
  await expect(edit.chart("score-bars").locator("svg text").first()).toBeVisible();
  await expect(edit.verdict.getByText(`Took: says ${target}.`)).toBeVisible();
  await expect(edit.verdict.locator("ins")).toContainText(target);

  await edit.keepAs("A journey through the browser");
  await expect(edit.verdict.getByText(/^Kept as/)).toBeVisible();
  const kept = await api.head();
  expect(kept.parents).toEqual([checkpoint.id]);
  // The tab computed it, and the server finds the same bits.
  expect(await api.fingerprint(kept.id)).toBe(kept.fingerprint);
  const after = await api.nextTokens(prompt, kept.id);
  expect(after[0].token.trim()).toBe(target.split(" ")[0]);

  await shell.version.click();
  await expect(history.versions).toHaveCount(2);
  await expect(history.detail).toContainText("A journey through the browser");
  expect(await history.readFingerprint()).toBe(kept.fingerprint);

  await history.undo.click();
  await expect(history.detail).toContainText("Checkpoint");
  expect(await history.readFingerprint()).toBe(checkpoint.fingerprint);
  expect((await api.head()).id).toBe(checkpoint.id);
  expect(await api.fingerprint(undefined)).toBe(checkpoint.fingerprint);

  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await edit.answers.first().waitFor();
  await expect.poll(() => edit.readAnswers()).toEqual(before);
});

test("the worked example runs on the server, is kept, and undo brings the old answer back", async ({
  api,
  shell,
  edit,
  history,
}) => {
  const checkpoint = await api.head();
  await edit.open();
  await shell.useServer();
  await expect(shell.place.getByRole("radio", { name: /Server\s*native/ })).toBeChecked();
  await expect(edit.answers.first()).toBeVisible();
  const before = await edit.readAnswers();

  await edit.run.click();
  await edit.finishRun();
  await expect(edit.verdict.getByText("server, native")).toBeVisible();
  await edit.keepAs("A journey on the server");
  const kept = await api.head();
  expect(kept.parents).toEqual([checkpoint.id]);
  expect(await api.fingerprint(kept.id)).toBe(kept.fingerprint);

  await edit.undo.click();
  await expect.poll(async () => (await api.head()).id).toBe(checkpoint.id);
  expect(await api.fingerprint((await api.head()).id)).toBe(checkpoint.fingerprint);
  await expect.poll(() => edit.readAnswers()).toEqual(before);

  await history.open();
  await expect(history.redo).toBeEnabled();
  await history.redo.click();
  await expect.poll(async () => (await api.head()).id).toBe(kept.id);
});

test("several methods are compared on the same edit, and any of them can be kept", async ({
  edit,
  shell,
}) => {
  await edit.open();
  await shell.useServer();
  await edit.tick({ "R-ROME": true });
  await expect(edit.run).toHaveAccessibleName(/Run 2 methods/);
  await edit.run.click();
  await edit.finishRun();
  await expect(edit.chart("method-comparison").locator("svg text").first()).toBeVisible();
  await expect(edit.verdict.getByText(/does best here|cannot be told apart/)).toBeVisible();
  for (const name of ["R-ROME", "ROME"]) {
    await edit.verdict.getByRole("button", { name: `See ${name} in detail`, exact: true }).click();
    await expect(
      edit.verdict.getByRole("heading", { name: `Verdict on ${name}`, exact: true }),
    ).toBeVisible();
    await expect(edit.verdict.getByRole("button", { name: `Keep ${name}`, exact: true })).toBeEnabled();
  }
});

test("a parameter is swept, each value has its own verdict, and discard leaves no trace", async ({
  api,
  edit,
  shell,
}) => {
  const checkpoint = await api.head();
  await edit.open();
  await shell.useServer();
  await edit.sweepOver("clampFactor", "5, 20");
  await expect(edit.run).toHaveAccessibleName(/Run 2 values/);
  await edit.run.click();
  await edit.finishRun();
  await expect(edit.chart("parameter-sweep").locator("svg text").first()).toBeVisible();
  for (const value of [5, 20]) {
    const name = `clampFactor ${value}`;
    await edit.verdict.getByRole("button", { name: `See ${name} in detail`, exact: true }).click();
    await expect(edit.verdict.getByRole("heading", { name: `Verdict on ROME · ${name}` })).toBeVisible();
  }
  await edit.verdict.getByRole("button", { name: "Discard" }).click();
  await expect(edit.verdict.getByText("Nothing has been run yet")).toBeVisible();
  const { versions } = await api.graph();
  expect(versions.map(({ id }) => id)).toEqual([checkpoint.id]);
});

test("a hundred random edits keep the address short and survive a reload", async ({ edit, page }) => {
  await edit.open();
  await edit.draw(100);
  await expect(edit.edits).toHaveCount(50);
  const subject = await edit.subject.inputValue();
  expect(page.url().length).toBeLessThan(300);
  await page.reload();
  await expect(edit.edits).toHaveCount(50);
  await expect(edit.subject).toHaveValue(subject);
});

test("a fact is found by its words and fills the edit, whose prompt follows the subject; Run is three stops away", async ({
  edit,
  page,
}) => {
  await edit.open();
  await edit.findFact("brazil language");
  await expect(edit.subject).toHaveValue("Brazil");
  await expect(edit.prompt).toHaveValue(/Brazil/);
  await expect(edit.target).toHaveValue("Portuguese");
  await expect(page.getByRole("region", { name: "Probes" })).toContainText(/Rephrasings\s*[1-9]/);
  const prompt = await edit.filledPrompt();
  await edit.subject.fill("Iran");
  await expect(edit.prompt).toHaveValue(prompt.replace("Brazil", "Iran"));

  await edit.prompt.focus();
  for (let stop = 0; stop < 3; stop++) await page.keyboard.press("Tab");
  await expect(edit.run).toBeFocused();
});

test("an answer that the model gives already is refused before anything runs", async ({ edit, page }) => {
  await edit.open();
  const [said] = await edit.readAnswers();
  await edit.target.fill(said.token.trim());
  await expect(edit.run).toHaveAccessibleDescription(/already says/);
  await edit.run.click();
  await expect(edit.progress).toBeHidden();
  expect(page.url()).not.toContain("job=");
});
