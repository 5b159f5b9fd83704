/** The Library place: models, and adding one from a folder. */
import type { Locator, Page } from "@playwright/test";

export class LibraryPage {
  readonly folder: Locator;
  readonly problems: Locator;
  readonly name: Locator;
  readonly id: Locator;
  readonly submit: Locator;

  constructor(readonly page: Page) {
    const add = page.getByRole("region", { name: "Add a model from a folder" });
    this.folder = add.locator('input[type="file"]');
    this.problems = add.getByRole("alert");
    this.name = add.getByRole("textbox", { name: /^Name/ });
    this.id = add.getByRole("textbox", { name: /^Id/ });
    this.submit = add.getByRole("button", { name: "Add the model" });
  }

  async open(): Promise<void> {
    await this.page.goto("/library");
    await this.model("Atlas").waitFor();
  }

  model(name: string): Locator {
    return this.page.getByRole("article", { name });
  }
}
