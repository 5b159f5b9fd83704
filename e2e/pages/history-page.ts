/** The History place: the version graph and the chosen version. */
import type { Download, Locator, Page } from "@playwright/test";

export class HistoryPage {
  readonly undo: Locator;
  readonly redo: Locator;
  readonly versions: Locator;
  readonly detail: Locator;
  readonly fingerprint: Locator;

  constructor(readonly page: Page) {
    const toolbar = page.getByRole("toolbar", { name: "History actions" });
    this.undo = toolbar.getByRole("button", { name: "Undo" });
    this.redo = toolbar.getByRole("button", { name: "Redo" });
    this.versions = page.getByRole("listbox", { name: /newest first/ }).getByRole("option");
    this.detail = page.getByRole("region", { name: "The selected version" });
    this.fingerprint = this.detail
      .getByRole("definition")
      .filter({ has: page.getByRole("button", { name: "Copy the fingerprint" }) });
  }

  async open(query = ""): Promise<void> {
    await this.page.goto(`/history${query}`);
    await this.versions.first().waitFor();
  }

  /** From another place, without loading the page anew. */
  async openByRail(): Promise<void> {
    await this.page.getByRole("navigation").getByRole("link", { name: "History", exact: true }).click();
    await this.versions.first().waitFor();
  }

  /** Saves the changes of the shown version as a file. */
  async export(): Promise<Download> {
    const download = this.page.waitForEvent("download");
    await this.detail.getByRole("button", { name: "Export" }).click();
    await this.page.getByRole("dialog").getByRole("button", { name: "Download" }).click();
    return download;
  }

  /** Saves the shown version as a GGUF file, and gives the commands that the dialog then shows. */
  async exportGguf(type: string): Promise<{ download: Download; commands: Locator }> {
    await this.detail.getByRole("button", { name: "Export" }).click();
    const dialog = this.page.getByRole("dialog");
    await dialog.getByRole("radio", { name: "GGUF file" }).click();
    await dialog.getByRole("combobox", { name: "Type of the weights" }).selectOption(type);
    const download = this.page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Download" }).click();
    return { download: await download, commands: dialog.getByRole("region", { name: /in a terminal/ }) };
  }

  /** Keeps an exported file as a new version, which is then shown. */
  async import(file: string): Promise<void> {
    const before = await this.versions.count();
    await this.page.locator('input[type="file"]').setInputFiles(file);
    await this.versions.nth(before).waitFor();
  }

  /** The whole fingerprint of the version that is shown; on the page its beginning is seen. */
  async readFingerprint(): Promise<string> {
    return (await this.fingerprint.locator("[title]").first().getAttribute("title")) ?? "";
  }
}
