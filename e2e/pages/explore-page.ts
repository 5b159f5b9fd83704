/** The Explore place: what is asked, the analyses, and their pictures. */
import type { Download, Locator, Page } from "@playwright/test";

export class ExplorePage {
  readonly prompt: Locator;
  readonly subject: Locator;
  readonly answer: Locator;
  readonly sides: Locator;
  readonly analyses: Locator;
  readonly grids: Locator;
  /** The size of the circuit. */
  readonly size: Locator;
  /** Boxes of the circuit. */
  readonly nodes: Locator;
  readonly edges: Locator;
  readonly table: Locator;

  constructor(readonly page: Page) {
    const fields = page.getByRole("region", { name: "Prompt", exact: true });
    this.prompt = fields.getByRole("textbox", { name: "Prompt" });
    this.subject = fields.getByRole("textbox", { name: "Subject", exact: true });
    this.answer = fields.getByRole("textbox", { name: "Answer", exact: true });
    this.sides = page.getByRole("radiogroup", { name: "Version" });
    this.analyses = page.getByRole("navigation", { name: "Analyses" });
    this.grids = page.getByRole("grid");
    this.size = page.getByRole("slider", { name: /^Size/ });
    this.nodes = page.locator("[data-node]");
    this.edges = page.locator(".react-flow__edge");
    this.table = page.getByRole("table", { name: /edges, the strongest first/ });
  }

  async open(query = ""): Promise<void> {
    await this.page.goto(`/explore${query}`);
    await this.page.getByRole("heading", { level: 1 }).waitFor();
  }

  async show(name: string): Promise<void> {
    await this.analyses.getByRole("button", { name, exact: true }).click();
  }

  /** How the circuit is drawn: "Circuit", "Whole model" or "Table". */
  async draw(name: string): Promise<void> {
    await this.page
      .getByRole("radiogroup", { name: "Drawing" })
      .getByRole("radio", { name, exact: true })
      .click();
  }

  /** Kept, lost and new edges, as the sentence over the circuit counts them. */
  async changes(): Promise<{ kept: number; lost: number; gained: number }> {
    const text = await this.page.getByText(/^The edit keeps \d+ edges/).innerText();
    const [kept, lost, gained] = [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
    return { kept, lost, gained };
  }

  /** Saves what the picture's menu names. */
  async save(item: string, within: Locator | Page = this.page): Promise<Download> {
    await within.getByRole("button", { name: "Table and export" }).first().click();
    const download = this.page.waitForEvent("download");
    await this.page.getByRole("menuitem", { name: item }).click();
    return download;
  }
}
