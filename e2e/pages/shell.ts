/** The frame around every place: model and version, where work runs, jobs, settings. */
import type { Locator, Page } from "@playwright/test";

export const PLACES = [
  "edit",
  "chat",
  "history",
  "evaluate",
  "explore",
  "knowledge",
  "merge",
  "library",
] as const;
type PlaceName = (typeof PLACES)[number];

export class Shell {
  readonly version: Locator;
  readonly place: Locator;
  readonly jobs: Locator;

  constructor(readonly page: Page) {
    this.version = page.getByRole("link", { name: /^Model .*Open History\.$/ });
    this.place = page.getByRole("radiogroup", { name: "Where work runs" });
    this.jobs = page.getByRole("button", { name: /^Jobs/ });
  }

  /** Opens a place and waits until its heading is there. */
  async open(place: PlaceName, query = ""): Promise<void> {
    await this.page.goto(`/${place}${query}`);
    await this.page.getByRole("heading", { level: 1 }).waitFor();
  }

  async useServer(): Promise<void> {
    await this.place.getByRole("radio", { name: /Server/ }).click();
  }
}
