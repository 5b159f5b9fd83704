/** Short ways to write relations and tables of two or three columns. */
import type { ChineseTemplates, EntityTable, Relation } from "../world";

/** Templates as lines: statements, lines that begin with "?" for questions, with "<" for those with the object first. */
export function relation(
  id: string,
  label: string,
  [domain, range]: readonly [domain: string, range: string],
  lines: string,
  more: Partial<Relation> = {},
): Relation {
  const all = linesOf(lines);
  const marked = (mark: string): string[] =>
    all.flatMap((line) => (line.startsWith(mark) ? [line.slice(1).trim()] : []));
  const [before, after] = more.language === "zh" ? ["问：", "答："] : ["Question: ", " Answer:"];
  return {
    id,
    label,
    domain,
    range,
    functional: true,
    prompts: all.filter((line) => !/^[?<]/.test(line)),
    questions: marked("?").map((question) => `${before}${question}${after}`),
    objectFirst: marked("<"),
    ...more,
  };
}

/** Lines of "relation | statement;statement | question;question". */
export function chineseTemplates(lines: string): Map<string, ChineseTemplates> {
  return new Map(
    linesOf(lines).map((line) => {
      const [id, prompts, questions] = cellsOf(line);
      return [
        id,
        { prompts: prompts.split(";"), questions: questions.split(";").map((q) => `问：${q}答：`) },
      ];
    }),
  );
}

/** Lines of "type: English=Chinese; …", as entity ids and Chinese names. */
export function chineseNames(lines: string): [id: string, zh: string][] {
  return linesOf(lines).flatMap((line) => {
    const colon = line.indexOf(":");
    const pairs = line.slice(colon + 1).split(";");
    return pairs.map((pair): [string, string] => {
      const [name, zh] = pair.split("=").map((part) => part.trim());
      return [`${line.slice(0, colon)}/${name}`, zh];
    });
  });
}

export function table(type: string, columns: readonly string[], rows: string): EntityTable {
  return { type, columns: ["name", ...columns], rows };
}

/** Rows that add facts to entities of other tables. */
export function addition(type: string, columns: readonly string[], rows: string): EntityTable {
  return { ...table(type, columns, rows), extends: true };
}

export function linesOf(text: string): string[] {
  return text.split("\n").flatMap((line) => line.trim() || []);
}

export function cellsOf(line: string): string[] {
  return line.split("|").map((cell) => cell.trim());
}
