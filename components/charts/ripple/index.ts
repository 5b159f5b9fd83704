/**
 * What followed, what held and what broke? The edited fact in the middle and the facts around it: above what must change with it,
 * below what may change and what must not. The shape says the class, colour and mark say what became of it.
 */
import type { CustomSeriesOption, EChartsOption } from "echarts";
import { z } from "zod";
import { type ChartWords, defineChart } from "../chart";
import { axisText, baseOption, dataIndexOf } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { line } from "../shared/interval-row";
import type { ChartTheme } from "../theme";

const FACT_CLASSES = ["must", "may", "mustNot"] as const;

const RippleFact = z.object({
  class: z.enum(FACT_CLASSES),
  question: z.string(),
  /** What the model says. */
  before: z.string(),
  after: z.string(),
  /** A fact that may change is neither right nor wrong. */
  outcome: z.enum(["right", "wrong", "open"]),
});
type RippleFact = z.infer<typeof RippleFact>;

export const RippleData = z.object({
  subject: z.string(),
  edit: RippleFact.omit({ class: true, question: true }),
  facts: z.array(RippleFact),
});
export type RippleData = z.infer<typeof RippleData>;

/** Facts beside each other: three answers can be read on a telephone. */
const COLUMNS = 3;
const ROW_EM = 7;
const SUBJECT_EM = 5.2;

export const ripple = defineChart<RippleData>({
  id: "ripple",
  question: ({ subject }, words) => words.ripple.question(subject),
  data: RippleData,
  unit: (_, words) => words.ripple.unit,
  count: ({ facts }) => facts.length,
  countLabel: ({ facts }, words) => words.ripple.n(facts.length),
  heightEm: (data) => rowsOf(data).length * ROW_EM + SUBJECT_EM,
  spec: (data, theme, words): EChartsOption => ({
    ...baseOption(theme),
    grid: { left: 0, right: 0, top: 0, bottom: 0, outerBoundsMode: "none" },
    xAxis: { type: "value", min: 0, max: 1, show: false },
    yAxis: { type: "value", min: 0, max: 1, show: false },
    series: [factSeries(data, theme, words), subjectSeries(data, theme, words)],
  }),
  table: (data, words) => ({
    columns: [
      { label: words.ripple.number, kind: "count" },
      { label: words.ripple.class, kind: "text" },
      { label: words.ripple.fact, kind: "text" },
      { label: words.columns.before, kind: "text" },
      { label: words.columns.after, kind: "text" },
      { label: words.ripple.outcome, kind: "text" },
    ],
    rows: ordered(data).map((fact, index) => [
      index + 1,
      words.ripple.classes[fact.class],
      fact.question,
      fact.before,
      fact.after,
      outcomeText(fact, words),
    ]),
  }),
  points: ({ facts }) => facts.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex })),
});

function ordered({ facts }: RippleData): RippleFact[] {
  return FACT_CLASSES.flatMap((one) => facts.filter((fact) => fact.class === one));
}

interface Row {
  readonly class: RippleFact["class"];
  readonly count: number;
}

function rowsOf({ facts }: RippleData): Row[] {
  return FACT_CLASSES.flatMap((one) => {
    const count = facts.filter((fact) => fact.class === one).length;
    const rows = Math.ceil(count / COLUMNS);
    // Evenly: four are two and two.
    return Array.from({ length: rows }, (_, row) => ({
      class: one,
      count: Math.floor(count / rows) + (row < count % rows ? 1 : 0),
    }));
  });
}

/** What became of a fact, in a word. */
function outcomeText({ class: factClass, outcome, before, after }: RippleFact, words: ChartWords): string {
  const t = words.ripple.outcomes;
  if (outcome === "open") return before === after ? t.stayed : t.changed;
  if (factClass === "mustNot") return outcome === "right" ? t.held : t.broke;
  return outcome === "right" ? t.followed : t.didNotFollow;
}

const MARKS = { right: "✓", wrong: "✗", open: "~" } as const;
const ROLES = { right: "after", wrong: "danger", open: "muted" } as const;

type RenderItem = NonNullable<CustomSeriesOption["renderItem"]>;
interface Spot {
  readonly x: number;
  readonly y: number;
  /** Room for text, in pixels. */
  readonly width: number;
}

/** The places of the facts in order, and of the subject, which stands under what must change with it. */
function placesOf(data: RippleData, params: Parameters<RenderItem>[0], fontPx: number) {
  const box = params.coordSys as unknown as { x: number; y: number; width: number; height: number };
  const above = rowsOf(data).filter((row) => row.class === "must").length;
  const facts = rowsOf(data).flatMap((row, index): Spot[] => {
    const y = box.y + fontPx * (index * ROW_EM + 1.4 + (index >= above ? SUBJECT_EM : 0));
    const width = box.width / row.count;
    return Array.from({ length: row.count }, (_, column) => ({
      x: box.x + width * (column + 0.5),
      y,
      width: Math.min(width, box.width / 2) - fontPx * 0.6,
    }));
  });
  const subject = {
    x: box.x + box.width / 2,
    y: box.y + fontPx * (above * ROW_EM + 2.4),
    width: box.width * 0.7,
  };
  return { facts, subject };
}

function factSeries(data: RippleData, theme: ChartTheme, words: ChartWords): CustomSeriesOption {
  const facts = ordered(data);
  return {
    type: "custom",
    name: words.ripple.fact,
    dimensions: ["number"],
    data: facts.map((_, index) => [index + 1]),
    z: 2,
    renderItem: (params) => {
      const fact = facts[params.dataIndex];
      const { facts: spots, subject } = placesOf(data, params, theme.fontPx);
      const spot = spots[params.dataIndex];
      const color = theme.color(ROLES[fact.outcome]);
      const isAbove = fact.class === "must";
      const from = subject.y + theme.fontPx * (isAbove ? -1.6 : 1.6);
      const to = spot.y + theme.fontPx * (isAbove ? 5.6 : -1.1);
      const edge = line(subject.x, from, spot.x, to, isAbove ? color : theme.color("rule"), 1.25);
      return {
        type: "group",
        children: [
          // Only a first row is joined to the subject: lines through other facts would be read as theirs.
          ...(isJoined(data, params.dataIndex) ? [edge] : []),
          symbolOf(fact, spot, color, theme),
          ...textsOf(fact, spot, theme),
        ],
      } as ReturnType<RenderItem>;
    },
    tooltip: {
      formatter: (item: unknown) => {
        const fact = facts[dataIndexOf(item)];
        return tooltipHtml(fact.question, [
          [words.ripple.class, words.ripple.classes[fact.class]],
          [words.columns.before, fact.before],
          [words.columns.after, fact.after],
          [words.ripple.outcome, outcomeText(fact, words)],
        ]);
      },
    },
  };
}

/** The rows right above and right below the subject. */
function isJoined(data: RippleData, index: number): boolean {
  const rows = rowsOf(data);
  const above = rows.filter((row) => row.class === "must").length;
  let seen = 0;
  const row = rows.findIndex(({ count }) => (seen += count) > index);
  return row === above - 1 || row === above;
}

function symbolOf(
  { class: factClass, outcome }: RippleFact,
  { x, y }: Spot,
  color: string,
  theme: ChartTheme,
) {
  const r = theme.fontPx * 0.85;
  const style = { fill: color };
  const shape =
    factClass === "mustNot"
      ? { type: "circle" as const, shape: { cx: x, cy: y, r }, style }
      : factClass === "may"
        ? { type: "rect" as const, shape: { x: x - r, y: y - r, width: 2 * r, height: 2 * r, r: 2 }, style }
        : {
            type: "polygon" as const,
            shape: {
              points: [
                [x, y - r * 1.3],
                [x + r * 1.3, y],
                [x, y + r * 1.3],
                [x - r * 1.3, y],
              ],
            },
            style,
          };
  const mark = {
    type: "text" as const,
    silent: true,
    style: {
      text: MARKS[outcome],
      x,
      y,
      align: "center" as const,
      verticalAlign: "middle" as const,
      fill: theme.color("paper"),
      font: `bold ${theme.fontPx}px ${theme.fontFamily}`,
    },
  };
  return { type: "group" as const, children: [shape, mark] };
}

function textsOf({ before, after, question }: RippleFact, { x, y, width }: Spot, theme: ChartTheme) {
  const small = Math.round(theme.fontPx * 0.85);
  const said = before === after ? after : `${before} → ${after}`;
  const common = { x, align: "center" as const, width };
  return [
    {
      type: "text" as const,
      style: {
        ...common,
        text: said,
        y: y + theme.fontPx * 1.25,
        overflow: "truncate" as const,
        fill: theme.color("ink"),
        font: `bold ${theme.fontPx}px ${theme.monoFamily}`,
      },
    },
    {
      type: "text" as const,
      style: {
        ...common,
        text: question,
        y: y + theme.fontPx * 2.5,
        overflow: "break" as const,
        height: small * 3.6,
        lineOverflow: "truncate" as const,
        lineHeight: small * 1.2,
        fill: axisText(theme).color,
        font: `${small}px ${theme.fontFamily}`,
      },
    },
  ];
}

/** The subject with its old and its new answer. */
function subjectSeries(data: RippleData, theme: ChartTheme, words: ChartWords): CustomSeriesOption {
  const { subject, edit } = data;
  return {
    type: "custom",
    name: words.ripple.subject,
    silent: true,
    z: 3,
    dimensions: ["part"],
    data: data.facts.length > 0 ? [["subject"]] : [],
    renderItem: (params) => {
      const { subject: spot } = placesOf(data, params, theme.fontPx);
      const [width, height] = [spot.width, theme.fontPx * 3.2];
      const text = (words: string, y: number, font: string, fill: string) => ({
        type: "text" as const,
        style: {
          text: words,
          x: spot.x,
          y,
          align: "center" as const,
          width: width - theme.fontPx,
          overflow: "truncate" as const,
          fill,
          font,
        },
      });
      return {
        type: "group",
        children: [
          {
            type: "rect",
            shape: { x: spot.x - width / 2, y: spot.y - height / 2, width, height, r: 6 },
            style: { fill: theme.color("raised"), stroke: theme.color(ROLES[edit.outcome]), lineWidth: 2 },
          },
          text(
            subject,
            spot.y - theme.fontPx * 1.2,
            `${theme.fontPx}px ${theme.fontFamily}`,
            theme.color("muted"),
          ),
          text(
            `${MARKS[edit.outcome]} ${edit.before === edit.after ? edit.after : `${edit.before} → ${edit.after}`}`,
            spot.y + theme.fontPx * 0.1,
            `bold ${theme.fontPx}px ${theme.monoFamily}`,
            theme.color("ink"),
          ),
        ],
      } as ReturnType<RenderItem>;
    },
  };
}
