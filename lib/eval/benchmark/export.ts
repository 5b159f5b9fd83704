/** A benchmark as a file: CSV, JSON, LaTeX, and a page that needs nothing else. */
import { conceptInstances } from "./concepts";
import { answeredAlready, publishedRows, rowsOf, type BenchmarkResults } from "./summary";

/** A whole record, as far as a file shows it. */
export interface BenchmarkFile extends BenchmarkResults {
  readonly runId: string;
  readonly total: number;
  readonly input: {
    readonly model: string;
    readonly dataset: { readonly name: string; readonly id?: string };
    readonly judge: string;
    readonly seed: number;
  };
}

export const BENCHMARK_FORMATS = { csv, json, latex, html } as const;

export function benchmarkFile(format: keyof typeof BENCHMARK_FORMATS, record: BenchmarkFile): string {
  return BENCHMARK_FORMATS[format](record);
}

function json(record: BenchmarkFile): string {
  return JSON.stringify({ ...record, rows: rowsOf(record), published: publishedRows(record) }, null, 1);
}

const COLUMNS = ["method", "protocol", "goal", "kind", "mean", "low95", "high95", "cases"] as const;

/** A goal and its kinds, then what the paper of the list publishes, by the name of the metric. */
function tableOf(record: BenchmarkFile): string[][] {
  const published = publishedRows(record).map(({ method, metric: { id: group, protocol }, summary }) => ({
    method,
    protocol,
    group,
    kind: undefined,
    summary,
  }));
  return [...rowsOf(record), ...published].map(({ method, protocol, group, kind = "", summary }) => {
    const [low, high] = summary.interval95;
    return [
      method,
      protocol,
      group,
      kind,
      ...[summary.mean, low, high].map((value) => value.toFixed(4)),
      String(summary.count),
    ];
  });
}

function csv(record: BenchmarkFile): string {
  const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [COLUMNS, ...tableOf(record)].map((row) => row.map(quoted).join(",")).join("\n") + "\n";
}

function latex(record: BenchmarkFile): string {
  const escaped = (text: string) => text.replace(/[&%$#_{}]/g, (character) => `\\${character}`);
  const goals = rowsOf(record).filter(({ kind }) => !kind);
  const groups = [...new Set(goals.map(({ group }) => group))];
  const protocols = [...new Set(goals.map(({ protocol }) => protocol))];
  const line = (method: string, protocol: string) =>
    [
      escaped(method),
      ...groups.map((group) => {
        const row = goals.find(
          (one) => one.method === method && one.protocol === protocol && one.group === group,
        );
        if (!row) return "--";
        const [low, high] = row.summary.interval95;
        return `${(100 * row.summary.mean).toFixed(1)} {\\scriptsize [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]}`;
      }),
    ].join(" & ") + " \\\\";
  return [
    ...protocols.flatMap((protocol) => [
      `% ${protocol}; ${escaped(record.input.dataset.name)}; ${record.total} cases; ${record.runId}`,
      `\\begin{tabular}{l${"r".repeat(groups.length)}}`,
      `Method & ${groups.map(escaped).join(" & ")} \\\\ \\hline`,
      ...record.entries.map(({ method }) => line(method, protocol)),
      "\\end{tabular}",
      "",
    ]),
  ].join("\n");
}

function html(record: BenchmarkFile): string {
  const escaped = (text: string) =>
    text.replace(
      /[&<>"]/g,
      (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[character] ?? "",
    );
  const row = (tag: string, values: readonly string[]) =>
    `<tr>${values.map((value) => `<${tag}>${escaped(value)}</${tag}>`).join("")}</tr>`;
  const already = answeredAlready(record);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Benchmark</title>
<style>body{font:14px system-ui;margin:2rem;color:#222;background:#fff}table{border-collapse:collapse}td,th{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:left}</style>
<h1>${escaped(record.input.dataset.name)} on ${escaped(record.input.model)}</h1>
<p>${record.total} cases, judge ${escaped(record.input.judge)}, seed ${record.input.seed}, on ${record.place}. The model gives the new answer of ${already === null ? "–" : (100 * already).toFixed(1)} % of the records before any edit. Numbers of different protocols are different quantities.</p>
<p>${escaped(record.runId)}<br>model ${escaped(record.fingerprint)}</p>
<table><thead>${row("th", COLUMNS)}</thead><tbody>${tableOf(record)
    .map((one) => row("td", one))
    .join("\n")}</tbody></table>${instances(record, row)}</html>\n`;
}

/** Concepts by instances, before and after the edits of each method; nothing for a list without them. */
function instances(record: BenchmarkFile, row: (tag: string, values: readonly string[]) => string): string {
  const rows = record.entries.flatMap((entry) =>
    conceptInstances(entry).map(({ concept, instance, before, after, probability }) => [
      entry.method,
      concept,
      instance,
      before,
      after,
      ...[probability.before, probability.after].map((value) => value.toFixed(4)),
    ]),
  );
  if (rows.length === 0) return "";
  const head = ["method", "concept", "instance", "before", "after", "P(Yes) before", "P(Yes) after"];
  return `\n<h2>Concepts and their instances</h2><table><thead>${row("th", head)}</thead><tbody>${rows
    .map((one) => row("td", one))
    .join("\n")}</tbody></table>`;
}
