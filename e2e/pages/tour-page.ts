/** The stories of a first visit, in the words of a language. */
import type { Locator, Page } from "@playwright/test";
import type { en } from "../../components/messages/en";

export class TourPage {
  readonly title: Locator;
  readonly write: Locator;
  readonly undo: Locator;
  readonly leave: Locator;
  /** The word that was written over another, and that one. */
  readonly upper: Locator;
  readonly lower: Locator;
  readonly flaws: Locator;

  constructor(
    readonly page: Page,
    t: (typeof en)["tour"],
  ) {
    this.title = page.getByRole("heading", { level: 1 });
    const sentence = page.locator("main p", { has: page.locator("ins") }).first();
    this.upper = sentence.locator("ins");
    this.lower = sentence.locator("del");
    this.write = page.getByRole("button", { name: t.write });
    this.undo = page.getByRole("button", { name: t.undo, exact: true });
    this.leave = page.getByRole("button", { name: t.leave }).first();
    this.flaws = page.getByRole("group", { name: /\d/ }).getByRole("button");
  }
}
