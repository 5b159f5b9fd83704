/** The Edit place: composer, method and preflight, verdict. */
import type { Locator, Page } from "@playwright/test";

interface Answer {
  readonly token: string;
  readonly probability: number;
}

export class EditPage {
  readonly subject: Locator;
  readonly prompt: Locator;
  readonly target: Locator;
  readonly answers: Locator;
  /** While the tab opens its model; the answers are the server's until then. */
  readonly opening: Locator;
  readonly early: Locator;
  readonly factsOffer: Locator;
  readonly run: Locator;
  readonly cancel: Locator;
  readonly progress: Locator;
  readonly verdict: Locator;
  /** The table of several entries. */
  readonly comparison: Locator;
  readonly keep: Locator;
  readonly undo: Locator;
  readonly keepDialog: Locator;
  readonly listDialog: Locator;
  /** The lines of a list of edits, as far as they are drawn. */
  readonly edits: Locator;

  constructor(readonly page: Page) {
    const composer = page.getByRole("region", { name: "What should change" });
    this.subject = composer.getByRole("textbox", { name: /^Subject/ });
    this.prompt = composer.getByRole("textbox", { name: /^Prompt/ });
    this.target = composer.getByRole("textbox", { name: /^New answer/ });
    const answers = composer.getByRole("region", { name: /likeliest next tokens/ });
    this.answers = answers.getByRole("listitem");
    this.opening = answers.getByRole("progressbar");
    this.early = answers.getByText("Answered by the server");
    this.factsOffer = composer.getByRole("region", { name: "Facts this model knows" });
    const bar = page.getByRole("region", { name: "Run the edit", exact: true });
    this.run = bar.getByRole("button", { name: /^Run/ });
    this.cancel = bar.getByRole("button", { name: "Cancel" });
    this.progress = bar.getByRole("progressbar");
    this.verdict = page.getByRole("region", { name: "Verdict", exact: true });
    this.comparison = this.verdict.getByRole("table", { name: "Scores, time and size of each run" });
    this.keep = this.verdict.getByRole("button", { name: /^Keep/ });
    this.undo = this.verdict.getByRole("button", { name: "Undo" });
    this.keepDialog = page.getByRole("dialog", { name: "Keep this edit" });
    this.listDialog = page.getByRole("dialog", { name: "A list of edits" });
    this.edits = composer.getByRole("list", { name: "Edits", exact: true }).getByRole("listitem");
  }

  /** Opens the page and waits until the model has answered: the worked example, or what it knows when it has no example. */
  async open(query = "", timeoutMs = 90_000): Promise<void> {
    await this.page.goto(`/edit${query}`);
    await this.answers.first().or(this.factsOffer).waitFor({ timeout: timeoutMs });
    await this.opening.waitFor({ state: "hidden", timeout: timeoutMs });
    await this.early.waitFor({ state: "hidden", timeout: timeoutMs });
  }

  /** Ticks methods, and takes ticks away, in the list of all of them. */
  async tick(ticks: Readonly<Record<string, boolean>>): Promise<void> {
    await this.page.getByRole("button", { name: /^All \d+ methods$/ }).click();
    const all = this.page.getByRole("dialog", { name: "All methods" });
    for (const [name, isTicked] of Object.entries(ticks))
      await all.getByRole("checkbox", { name: new RegExp(`^Use ${name} `) }).setChecked(isTicked);
    await this.page.keyboard.press("Escape");
    await all.waitFor({ state: "hidden" });
  }

  /** Writes the edit of a fact that is found by its words. */
  async findFact(words: string): Promise<void> {
    const field = this.page.getByRole("combobox", { name: "Find a fact" });
    await field.fill(words);
    await this.page.getByRole("option").first().click();
  }

  /** Turns to a sweep of the ticked method over one of its numbers. */
  async sweepOver(parameter: string, values: string): Promise<void> {
    await this.page.getByRole("radio", { name: "Sweep a parameter" }).click();
    const panel = this.page.getByRole("region", { name: "Sweep over a parameter" });
    await panel.getByRole("combobox", { name: "Parameter" }).selectOption(parameter);
    await panel.getByRole("radio", { name: "A list" }).click();
    await panel.getByRole("textbox", { name: "Values" }).fill(values);
  }

  /** Draws random edits of the world's facts. */
  async draw(count: number): Promise<void> {
    await this.page.getByRole("button", { name: "Examples" }).click();
    await this.page.getByRole("menuitem", { name: `Draw ${count} random edits` }).click();
  }

  async pasteList(text: string): Promise<void> {
    await this.page.getByRole("button", { name: "List", exact: true }).click();
    await this.listDialog.getByRole("textbox", { name: "List" }).fill(text);
  }

  /** What the model says after the prompt in the composer, likeliest first. */
  async readAnswers(): Promise<Answer[]> {
    const rows = await this.answers.evaluateAll((items) =>
      items.map((item) => [
        item.firstElementChild?.textContent ?? "",
        item.lastElementChild?.textContent ?? "",
      ]),
    );
    return rows.map(([token, percent]) => ({
      token: token.replaceAll("␣", " ").replaceAll("⏎", "\n"),
      probability: Number.parseFloat(percent) / 100,
    }));
  }

  /** The prompt as the model reads it: the subject stands in it. */
  async filledPrompt(): Promise<string> {
    return (await this.prompt.inputValue()).trimEnd();
  }

  async finishRun(): Promise<void> {
    await this.keep.waitFor({ timeout: 180_000 });
  }

  /** The entry whose verdict is open: the one with the best balance until another is picked. */
  async best(): Promise<string> {
    const heading = await this.verdict.getByRole("heading", { name: /^Verdict on / }).innerText();
    return heading.replace("Verdict on ", "");
  }

  async keepAs(reason: string): Promise<void> {
    await this.keep.click();
    await this.keepDialog.getByRole("textbox", { name: /^Reason/ }).fill(reason);
    await this.keepDialog.getByRole("button", { name: "Keep as a version" }).click();
    await this.keepDialog.waitFor({ state: "hidden" });
  }

  chart(id: string): Locator {
    return this.verdict.locator(`[data-chart="${id}"]`);
  }
}
