/** Every chart draws with nothing, one point and many; states its question, unit and n; and its table has the same numbers. */
import { describe, expect, test } from "vitest";
import { charts as english } from "@/components/messages/en/charts";
import { charts as chinese } from "@/components/messages/zh/charts";
import { CHARTS } from "./all";
import type { Chart } from "./chart";
import { init } from "./echarts";
import { fontStack, type ChartTheme } from "./theme";

const THEME: ChartTheme = {
  color: (role) => (role === "after" ? "#1f6658" : "#333333"),
  fontPx: 13,
  fontFamily: fontStack('"Segoe UI",\n    sans-serif'),
  monoFamily: "monospace",
  animation: false,
};

/** In signs: a title on one line of a column. */
const LONGEST_TITLE = 70;
const SIZES = ["none", "one", "many"] as const;

describe.each(CHARTS.map((chart) => chart as unknown as Chart<unknown>))("$id", (chart) => {
  test.each(SIZES)("draws %s", async (size) => {
    const data = await exampleOf(chart, size);
    const svg = draw(chart, data);
    expect(svg).toContain("<svg");
    expect(attributesOf(svg)).toEqual([]);
    if (chart.count(data) > 0) expect(svg).toMatch(/<(path|polyline|rect|line)\b/);
  });

  test.each(SIZES)("its example of %s fits its schema", async (size) => {
    expect(chart.data.safeParse(await exampleOf(chart, size)).success).toBe(true);
  });

  test.each([
    ["en", english],
    ["zh", chinese],
  ])("states question, unit and n in %s", async (_, words) => {
    const data = await exampleOf(chart, "many");
    expect(chart.question(data, words)).toMatch(/[?？]/);
    expect(chart.unit(data, words)).not.toBe("");
    expect(chart.countLabel(data, words)).toContain(`n = ${chart.count(data)}`);
  });

  test("its title is a short question of its own", async () => {
    const data = await exampleOf(chart, "many");
    const title = chart.question(data, english);
    expect(title.length).toBeLessThanOrEqual(LONGEST_TITLE);
  });

  test("has no points and no rows without data", async () => {
    const data = await exampleOf(chart, "none");
    expect(chart.count(data)).toBe(0);
    expect(chart.table(data, english).rows).toEqual([]);
  });

  test.each(["one", "many"] as const)("every number drawn for %s is in the table", async (size) => {
    const data = await exampleOf(chart, size);
    const drawn = numbersOf(seriesOf(chart, data).map((series) => series.data));
    const listed = new Set(numbersOf(chart.table(data, english).rows));
    expect(drawn.length).toBeGreaterThan(0);
    expect(drawn.filter((number) => !listed.has(number))).toEqual([]);
  });

  test.each(["one", "many"] as const)(
    "each row of the table for %s points at the number it lists",
    async (size) => {
      const data = await exampleOf(chart, size);
      const series = seriesOf(chart, data);
      const { rows, columns } = chart.table(data, english);
      const points = chart.points(data);
      expect(points).toHaveLength(rows.length);
      expect(rows.every((row) => row.length === columns.length)).toBe(true);
      points.forEach((point, index) => {
        const drawn = numbersOf(series[point.seriesIndex].data[point.dataIndex]);
        const missing = drawn.filter((number) => !rows[index].includes(number));
        expect(missing, `row ${index}: ${rows[index].join(", ")}`).toEqual([]);
      });
    },
  );
});

async function exampleOf(chart: Chart<unknown>, size: (typeof SIZES)[number]): Promise<unknown> {
  const module = (await import(`./${chart.id}/examples.ts`)) as {
    readonly examples: Record<string, unknown>;
  };
  return module.examples[size];
}

function draw(chart: Chart<unknown>, data: unknown): string {
  const height = Math.max(1, chart.heightEm(data, english) * THEME.fontPx);
  const instance = init(null, null, { renderer: "svg", ssr: true, width: 640, height });
  try {
    instance.setOption(chart.spec(data, THEME, english));
    return instance.renderToSVGString();
  } finally {
    instance.dispose();
  }
}

/** What is left of the tags once well-formed attributes are taken away: nothing, or the file will not open elsewhere. */
function attributesOf(svg: string): string[] {
  return [...svg.matchAll(/<\w+((?:[^<>"]|"[^"]*")*)>/g)]
    .map(([, inside]) =>
      inside
        .replace(/\s[\w:-]+="[^"]*"/g, "")
        .replace("/", "")
        .trim(),
    )
    .filter((rest) => rest !== "");
}

function seriesOf(chart: Chart<unknown>, data: unknown): { readonly data: readonly unknown[] }[] {
  const { series } = chart.spec(data, THEME, english);
  return (Array.isArray(series) ? series : [series]) as { readonly data: readonly unknown[] }[];
}

function numbersOf(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return Array.isArray(value) ? value.flatMap(numbersOf) : [];
}
