/** The Evaluate place: the run table, starting a run, and one run down to the texts of an edit. */
import type { Locator, Page } from "@playwright/test";

export class EvaluatePage {
  readonly runs: Locator;
  readonly propose: Locator;
  readonly form: Locator;
  readonly progress: Locator;
  readonly heatmap: Locator;
  /** Edits that no longer hold, by name. */
  readonly lost: Locator;
  readonly probes: Locator;
  readonly comparison: Locator;
  /** Why a run stopped by itself. */
  readonly pause: Locator;

  constructor(readonly page: Page) {
    this.runs = page
      .getByRole("table", { name: /^Lifelong runs/ })
      .getByRole("row")
      .filter({ has: page.getByRole("rowheader") });
    this.propose = page.getByRole("button", { name: "Start a lifelong run" });
    this.form = page.getByRole("region", { name: "A lifelong run" });
    this.progress = page.getByRole("region", { name: "Progress of the run" });
    this.heatmap = page.locator('[data-chart="retention"]');
    this.lost = page.getByRole("region", { name: "Edits that do not hold" }).getByRole("button");
    this.probes = page.getByRole("table", { name: /^Probes of the edit/ });
    this.pause = page.getByRole("alert", { name: "The run stopped by itself" });
    this.comparison = page.getByRole("region", { name: /side by side$/ });
  }

  async open(query = "?p=server"): Promise<void> {
    await this.page.goto(`/evaluate${query}`);
    await this.page.getByRole("heading", { level: 1 }).waitFor();
  }

  /** Sets a limit of health in the open form. */
  async limit(name: string, value: string): Promise<void> {
    await this.form.getByText("Limits that stop the run").click();
    await this.form.getByRole("textbox", { name }).fill(value);
  }

  /** Starts a run from the form, and waits until it is followed. */
  async start(method: string, edits: number, checkpoints: readonly number[]): Promise<void> {
    if (await this.propose.isVisible()) await this.propose.click();
    await this.form.getByRole("combobox", { name: "Method" }).selectOption(method);
    await this.form.getByRole("textbox", { name: "Edits", exact: true }).fill(String(edits));
    await this.form.getByRole("textbox", { name: "Checkpoints" }).fill(checkpoints.join(", "));
    await this.form.getByRole("button", { name: "Start the run" }).click();
    await this.progress.waitFor();
  }

  async openRun(name: string | RegExp): Promise<void> {
    await this.runs.getByRole("button", { name }).last().click();
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole("tab", { name }).click();
  }

  /**
   * Steps back through the heatmap from its last cell to an edit that is lost, and opens it, as someone without a mouse
   * does. Tries one group of probes after another; gives the edit, counted from one.
   */
  async openLost(groups: readonly string[]): Promise<number> {
    const heatmap = this.heatmap.getByRole("group");
    for (const group of groups) {
      await this.page.getByRole("radio", { name: group, exact: true }).click();
      const isLost = new RegExp(`Edit: (\\d+),.* ${group}: (?!100\\.0%)`);
      await heatmap.press("End");
      const spoken = heatmap.locator("[aria-live]");
      for (
        let text = await spoken.innerText();
        !text.startsWith("Point 1 of");
        text = await spoken.innerText()
      ) {
        const found = isLost.exec(text);
        if (found) {
          await heatmap.press("Enter");
          return Number(found[1]);
        }
        await heatmap.press("ArrowLeft");
      }
    }
    throw new Error("No edit of this run is lost.");
  }

  /** The heading of the edit that is open: "Edit 7: Arlen". */
  get edit(): Locator {
    return this.page.getByRole("heading", { name: /^Edit \d+: / });
  }
}
