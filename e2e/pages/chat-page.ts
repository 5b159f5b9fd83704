/** The Chat place, in plain form: the beginning of a text, continued by one version or two. */
import type { Locator, Page } from "@playwright/test";

export class ChatPage {
  readonly box: Locator;
  readonly ask: Locator;
  readonly answers: Locator;

  constructor(readonly page: Page) {
    const form = page.getByRole("form", { name: "Your question" });
    this.box = form.getByRole("textbox", { name: "Beginning of a text" });
    this.ask = form.getByRole("button", { name: "Ask", exact: true });
    this.answers = page
      .getByRole("region", { name: "Conversation" })
      .getByRole("listitem")
      .getByRole("region");
  }

  async open(query = ""): Promise<void> {
    await this.page.goto(`/chat${query}`);
    await this.box.waitFor({ timeout: 90_000 });
  }

  /** What each column has written, when all have ended. */
  async read(columns: number): Promise<string[]> {
    await this.answers.nth(columns - 1).waitFor();
    await this.page.waitForFunction(() => document.querySelector("main section[aria-busy='true']") === null);
    return this.answers.evaluateAll((sections) =>
      sections.map((section) => section.querySelector("p.whitespace-pre-wrap")?.textContent ?? ""),
    );
  }
}
