/** The Library place: models, and adding one from a folder. */
import type { Locator, Page } from "@playwright/test";

export class LibraryPage {
  readonly folder: Locator;
  readonly gguf: Locator;
  readonly problems: Locator;
  /** What the checkpoint is and would take, before it is added. */
  readonly report: Locator;
  readonly name: Locator;
  readonly id: Locator;
  readonly submit: Locator;

  constructor(readonly page: Page) {
    const add = page.getByRole("region", { name: "Add a model from this computer" });
    this.folder = add.getByLabel("Folder of the checkpoint");
    this.gguf = add.getByLabel("GGUF file of the model");
    this.problems = add.getByRole("alert");
    this.report = add.getByRole("region", { name: "Size and memory of the checkpoint" });
    this.name = add.getByRole("textbox", { name: /^Name/ });
    this.id = add.getByRole("textbox", { name: /^Id/ });
    this.submit = add.getByRole("button", { name: "Add the model" });
  }

  async open(): Promise<void> {
    await this.page.goto("/library");
    await this.model("Atlas").waitFor();
  }

  /** Drops a file on the page, as from the system's file manager. */
  async drop(name: string, bytes: Uint8Array): Promise<void> {
    const zone = this.page.getByText("or drop either here");
    const transfer = await this.page.evaluateHandle(
      ([file, base64]) => {
        const data = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        const items = new DataTransfer();
        items.items.add(new File([data], file));
        return items;
      },
      [name, Buffer.from(bytes).toString("base64")] as const,
    );
    await zone.dispatchEvent("drop", { dataTransfer: transfer });
  }

  /** Names the chosen folder's model, adds it, and waits until it is listed. */
  async add(name: string, id: string): Promise<void> {
    await this.name.fill(name);
    await this.id.fill(id);
    await this.submit.click();
    await this.model(name).waitFor();
  }

  /** One method in the report, with its time or its reason in every place. */
  async reportOn(method: string): Promise<Locator> {
    const summary = this.report.getByText(/methods can run with their defaults:/);
    const row = this.report
      .getByRole("row")
      .filter({ has: this.page.getByRole("rowheader", { name: method, exact: true }) });
    if (!(await row.isVisible())) await summary.click();
    return row;
  }

  model(name: string): Locator {
    return this.page.getByRole("article", { name, exact: true });
  }
}
