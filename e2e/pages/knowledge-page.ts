/** The Knowledge place: sentences and their cards, and what the graph holds. */
import type { Locator, Page } from "@playwright/test";
import type { knowledge } from "../../components/messages/en/knowledge";

type Words = typeof knowledge;

export class KnowledgePage {
  readonly sentence: Locator;
  readonly plan: Locator;
  readonly run: Locator;
  readonly keep: Locator;
  readonly undo: Locator;
  readonly onlyGraph: Locator;
  readonly both: Locator;

  /** `words` are those of the reader's language. */
  constructor(
    readonly page: Page,
    readonly words: Words,
  ) {
    this.sentence = page.getByRole("textbox", { name: words.say.label });
    this.plan = page.getByRole("region", { name: words.plan.title, exact: true });
    this.run = this.plan.getByRole("button", { name: words.run.run, exact: true });
    this.keep = this.plan.getByRole("button", { name: words.run.keep, exact: true });
    // The one of the card: an example in the list above may be called so as well, and it is always there.
    this.undo = page
      .getByRole("region", { name: words.say.title })
      .getByRole("button", { name: words.done.undo, exact: true })
      .and(page.locator(":not(li > button)"));
    this.onlyGraph = this.plan.getByRole("button", { name: words.plan.onlyGraph });
    this.both = page.getByRole("region", { name: words.ask.both });
  }

  async open(query = ""): Promise<void> {
    await this.page.goto(`/knowledge${query}`);
    // The graph's summary: the page asks for it when it listens.
    await this.page
      .getByText(/\d,\d{3}/)
      .first()
      .waitFor();
  }

  async say(sentence: string): Promise<void> {
    await this.sentence.fill(sentence);
    await this.sentence.press("Enter");
  }

  /** A line of the plan, by what it says. */
  line(sentence: string): Locator {
    return this.plan.getByRole("checkbox", { name: new RegExp(sentence) });
  }

  async chooseMethod(id: string): Promise<void> {
    await this.plan.getByRole("combobox", { name: this.words.run.method }).selectOption(id);
  }

  async openTab(tab: keyof Omit<Words["tabs"], "label">): Promise<void> {
    await this.page.getByRole("tab", { name: this.words.tabs[tab] }).click();
  }
}
