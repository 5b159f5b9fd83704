/** Graphs in files. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseInput } from "../../../lib/base";
import { contentFromRows, readCsv, readRelationLibrary, readTurtle } from "../../../lib/knowledge/exchange";
import { WRITERS } from "../../../lib/server/knowledge/graphs";
import { summaryOf } from "../../../lib/server/knowledge/service";
import { KnowledgeGraphId } from "../../../lib/store";
import { print, tell, type CommonOptions } from "../context";
import { withGraph, withStore, type DefineCommand, type GraphOptions, type Session } from "./session";

interface ImportOptions extends GraphOptions {
  readonly name: string;
  readonly library?: string;
}

export function addFileCommands(command: DefineCommand, common: () => CommonOptions): void {
  command("import <file>", "a new graph from a CSV (head,relation,tail) or Turtle file")
    .requiredOption("--name <id>", "id of the new graph")
    .option("--library <file>", "relation library: JSON of names, types, inverses and rules")
    .action((file: string, options: ImportOptions) =>
      withStore(common(), async (session) => importGraph(session, file, options)),
    );
  command(
    "export <file>",
    "the stated facts of a graph as CSV or Turtle, or its relations as JSON, by the ending of the file",
  ).action((file: string, options: GraphOptions) =>
    withGraph(common(), options, async ({ open }) => {
      const { graph } = open.ledger;
      const { write } = WRITERS[isTurtle(file) ? "turtle" : file.endsWith(".json") ? "library" : "csv"];
      await writeFile(file, await write(graph));
      print(common(), { file, facts: graph.size }, () => [`${file} written`]);
    }),
  );
}

async function importGraph(
  { common, knowledge }: Session,
  file: string,
  { name, library, author }: ImportOptions,
): Promise<void> {
  const text = await readFile(file, "utf8");
  const rows = isTurtle(file) ? readTurtle(text) : readCsv(text);
  const read =
    library === undefined ? undefined : readRelationLibrary(JSON.parse(await readFile(library, "utf8")));
  const content = contentFromRows(rows, read, { source: path.basename(file) });
  tell(...(read?.notes ?? []));
  const record = await knowledge.create({ id: parseInput(KnowledgeGraphId, name), name, author, content });
  const summary = summaryOf(await knowledge.open(record.id));
  print(common, summary, () => [
    `Graph ${record.id}: ${summary.facts} facts about ${summary.entities} entities in ${summary.relations} relations, ${summary.contradictions} contradictions.`,
  ]);
}

const isTurtle = (file: string): boolean => /\.(?:ttl|turtle|nt)$/.test(file);
