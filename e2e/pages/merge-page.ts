/** The Merge place: the recipe in both forms, what comes of it, kinship and evolutions. */
import type { Locator, Page } from "@playwright/test";
import type { merge } from "../../components/messages/en/merge";

type Words = typeof merge;

export class MergePage {
  readonly yaml: Locator;
  readonly operator: Locator;
  readonly problems: Locator;
  readonly merge: Locator;
  readonly outcome: Locator;
  readonly tasks: Locator;
  /** Of two branches: the first of these is the one that gets the merged version. */
  readonly branches: readonly [Locator, Locator];
  readonly recheck: Locator;

  /** `words` are those of the reader's language. */
  constructor(
    readonly page: Page,
    readonly words: Words,
  ) {
    this.yaml = page.getByRole("textbox", { name: words.yaml.label });
    this.operator = page.getByRole("combobox", { name: words.form.operator });
    this.problems = page.getByRole("region", { name: words.problems.title });
    this.merge = page.getByRole("button", { name: words.run.merge });
    this.outcome = page.locator("[data-outcome]");
    const { ours, theirs } = words.edits;
    this.branches = [ours, theirs].map((name) => page.getByRole("combobox", { name, exact: true })) as [
      Locator,
      Locator,
    ];
    this.recheck = page.locator("[data-holding]");
    this.tasks = page.getByRole("table", { name: words.result.tasks });
  }

  async open(query = ""): Promise<void> {
    await this.page.goto(`/merge${query}`);
    await this.yaml.waitFor();
  }

  async show(part: keyof Words["parts"]): Promise<void> {
    await this.page.getByRole("tab", { name: this.words.parts[part] }).click();
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }
}
