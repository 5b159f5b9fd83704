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

  /** The middle of a cell of a grid on the window, by row and column from 1, as a reader of the screen counts them. */
  async cellAt(name: string, row: number, column: number): Promise<{ x: number; y: number }> {
    const grid = this.page.getByRole("grid", { name, exact: true });
    await grid.scrollIntoViewIfNeeded();
    const box = await grid.boundingBox();
    if (!box) throw new Error(`the grid ${name} is not drawn`);
    const place = () =>
      grid.evaluate((element) => {
        const cell = element.querySelector('[role="gridcell"]');
        return [cell?.parentElement?.ariaRowIndex, cell?.ariaColIndex].map(Number);
      });
    // The pointer moves the grid's cursor, so it tells where it is; rows and columns are even.
    let [x, y] = [box.x + box.width - 12, box.y + box.height - 12];
    for (let tries = 0; tries < 60; tries++) {
      await this.page.mouse.move(x, y);
      const [ofRow, ofColumn] = await place();
      if (ofRow === row && ofColumn === column) return { x, y };
      x += 14 * Math.sign(column - ofColumn);
      y += 10 * Math.sign(row - ofRow);
    }
    throw new Error(`no cell ${row}, ${column} of ${name}`);
  }

  /** Saves what the picture's menu names. */
  async save(item: string, within: Locator | Page = this.page): Promise<Download> {
    await within.getByRole("button", { name: "Table and export" }).first().click();
    const download = this.page.waitForEvent("download");
    await this.page.getByRole("menuitem", { name: item }).click();
    return download;
  }

  /** Size of a saved picture, and the share of its pixels that differ from the paper in its corner. */
  async decoded(png: Buffer): Promise<{ width: number; height: number; inked: number }> {
    return this.page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const { width, height } = bitmap;
      const context = new OffscreenCanvas(width, height).getContext("2d");
      if (!context) throw new Error("There is no canvas.");
      context.drawImage(bitmap, 0, 0);
      const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
      const inked = pixels.reduce((count, pixel) => count + Number(pixel !== pixels[0]), 0);
      return { width, height, inked: inked / pixels.length };
    }, png.toString("base64"));
  }
}
