import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ChartTheme } from "../theme";
import { cellColors, contrast, LEAST_CONTRAST, parseColor } from "./colors";
import { extentOf, type GridData } from "./grid";
import { fitText, layoutOf, placeAfter, placeAt, scrollTo, textWidth, visibleRange } from "./layout";
import { gridSvg, gridTable } from "./save";

const STYLES = readFileSync(join(import.meta.dirname, "../../../app/globals.css"), "utf8");

/** The theme with the colors that the page's styles have. */
function themeOf(name: "light" | "dark"): ChartTheme {
  const [light, dark] = [
    STYLES.slice(0, STYLES.indexOf("\n.dark {")),
    STYLES.slice(STYLES.indexOf("\n.dark {")),
  ];
  const read = (role: string) =>
    new RegExp(`--color-${role}: (#[0-9a-f]{6});`).exec(name === "dark" ? dark : light)?.[1] ?? "";
  return {
    color: (role) => read(role === "muted" ? "faint" : role),
    fontPx: 13,
    fontFamily: "sans-serif",
    monoFamily: "monospace",
    animation: false,
  };
}

const data = (rows: number, columns: number, change: Partial<GridData> = {}): GridData => ({
  id: "example",
  title: "An example",
  axes: ["Layer", "Token"],
  rows: Array.from({ length: rows }, (_, i) => ({ label: `layer ${i}` })),
  columns: Array.from({ length: columns }, (_, i) => ({ label: `tok${i}` })),
  scale: { kind: "sequential", color: "after", from: 0, to: 1 },
  cell: (row, column) => ({ text: `w${row}.${column}`, value: (row + column) / (rows + columns) }),
  format: (value) => value.toFixed(2),
  ...change,
});

describe.each(["light", "dark"] as const)("colors of cells in %s", (name) => {
  const theme = themeOf(name);
  const roles = ["after", "site-state", "site-mlp", "site-attn", "accent"] as const;

  test.each(roles)("every step of %s can be read", (color) => {
    const colors = cellColors({ kind: "sequential", color, from: 0, to: 1 }, theme);
    for (let value = 0; value <= 1; value += 1 / 128) {
      const { background, text } = colors(value);
      expect(contrast(parseColor(background), parseColor(text))).toBeGreaterThanOrEqual(LEAST_CONTRAST);
    }
  });

  test("a diverging scale is of the page's color at zero, and each side can be read", () => {
    const colors = cellColors({ kind: "diverging", extent: 2 }, theme);
    expect(colors(0).background).toBe(theme.color("diverging-mid"));
    expect(colors(-2).background).toBe(theme.color("diverging-low"));
    expect(colors(5).background).toBe(theme.color("diverging-high"));
    for (let value = -2; value <= 2; value += 1 / 32) {
      const { background, text } = colors(value);
      expect(contrast(parseColor(background), parseColor(text))).toBeGreaterThanOrEqual(LEAST_CONTRAST);
    }
  });
});

describe("layout", () => {
  const theme = { fontPx: 13 };

  test("few columns fill the width, many keep room for their words and scroll", () => {
    expect(layoutOf(data(3, 2), theme, 300).width).toBeLessThanOrEqual(300);
    expect(layoutOf(data(3, 2), theme, 300).width).toBeGreaterThan(280);
    const wide = layoutOf(data(3, 64), theme, 300);
    expect(wide.cellWidth).toBeGreaterThan(textWidth("w0.63", 13));
    expect(wide.width).toBeGreaterThan(300);
  });

  test("a point finds the cell that is drawn there, also after scrolling, and none in the heads", () => {
    const grid = data(48, 64);
    const layout = layoutOf(grid, theme);
    const scroll = { left: 10 * layout.cellWidth, top: 5 * layout.cellHeight };
    const point = {
      x: layout.headWidth + 2.5 * layout.cellWidth,
      y: layout.headHeight + 1.5 * layout.cellHeight,
    };
    expect(placeAt(layout, grid, scroll, point)).toEqual({ row: 6, column: 12 });
    expect(placeAt(layout, grid, scroll, { ...point, x: 3 })).toBeNull();
    expect(placeAt(layout, grid, { left: 0, top: 0 }, { x: layout.width + 5, y: point.y })).toBeNull();
  });

  test("only what the window shows is drawn of a large grid", () => {
    const grid = data(48, 64);
    const layout = layoutOf(grid, theme);
    const { rows, columns } = visibleRange(layout, grid, { left: 0, top: 0 }, { width: 600, height: 400 });
    expect((rows[1] - rows[0]) * (columns[1] - columns[0])).toBeLessThan(200);
  });

  test("keys reach every cell, and the window follows", () => {
    const grid = data(9, 7);
    const layout = layoutOf(grid, theme);
    const view = {
      width: layout.headWidth + 2.5 * layout.cellWidth,
      height: layout.headHeight + 3 * layout.cellHeight,
    };
    let [place, scroll] = [
      { row: 0, column: 0 },
      { left: 0, top: 0 },
    ];
    const seen = new Set<string>();
    const press = (key: string) => {
      place = placeAfter(key, false, place, grid) ?? place;
      scroll = scrollTo(layout, place, scroll, view);
      const { rows, columns } = visibleRange(layout, grid, scroll, view);
      expect(place.row >= rows[0] && place.row < rows[1]).toBe(true);
      expect(place.column >= columns[0] && place.column < columns[1]).toBe(true);
      seen.add(`${place.row} ${place.column}`);
    };
    for (let row = 0; row < 9; row++) {
      press("Home");
      for (let column = 0; column < 6; column++) press("ArrowRight");
      press("ArrowDown");
    }
    expect(seen.size).toBe(9 * 7);
    expect(placeAfter("End", true, place, grid)).toEqual({ row: 8, column: 6 });
    expect(placeAfter("x", false, place, grid)).toBeNull();
  });

  test("words that do not fit are cut, Chinese signs being wider", () => {
    expect(fitText("Norwegian", 200, 13)).toBe("Norwegian");
    expect(fitText("Norwegian", 40, 13)).toMatch(/^Nor?…$/);
    expect(textWidth("挪威", 13)).toBeGreaterThan(textWidth("No", 13));
  });
});

describe("files", () => {
  const example = data(2, 3, {
    cell: (row, column) => ({ text: row === 0 ? "<b>" : "ok", value: column === 0 ? null : row - column }),
    isShaded: (row) => row === 1,
  });

  test("an SVG holds every cell and both heads, and nothing that a model said is taken for markup", () => {
    const svg = gridSvg({
      data: example,
      theme: themeOf("light"),
      subtitle: "0 … 1",
      words: { text: "Cell", value: "Value" },
    });
    expect(svg.match(/&lt;b>/g)).toHaveLength(3);
    expect(svg.match(/>ok</g)).toHaveLength(3);
    for (const label of ["layer 0", "layer 1", "tok0", "tok1", "tok2", "An example"])
      expect(svg).toContain(label);
    expect(isBalanced(svg)).toBe(true);
  });

  test("a table has a row for each cell with its number, and nothing where there is none", () => {
    const { columns, rows } = gridTable(example, { text: "Cell", value: "Value" });
    expect(columns.map(({ label }) => label)).toEqual(["Layer", "Token", "Cell", "Value"]);
    expect(rows).toHaveLength(6);
    expect(rows[0]).toEqual(["layer 0", "tok0", "<b>", null]);
    expect(rows[5]).toEqual(["layer 1", "tok2", "ok", -1]);
  });
});

test("a scale of differences reaches as far as the largest one, and is not empty where all are zero", () => {
  expect(extentOf([0.1, -0.4, null])).toBe(0.4);
  expect(extentOf([0, 0])).toBe(1);
});

/** Whether every element that opens closes, which is what a viewer of the file needs. */
function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const [, closing, name, single] of text.matchAll(/<(\/?)(\w+)(?:[^<>"]|"[^"]*")*?(\/?)>/g)) {
    if (closing) {
      if (open.pop() !== name) return false;
    } else if (!single) open.push(name);
  }
  return open.length === 0;
}
