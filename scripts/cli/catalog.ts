/** models, methods, metrics: what is there. */
import { openAsBlob } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { PalimpsestError } from "../../lib/base";
import { METRICS } from "../../lib/eval";
import { catalogCards } from "../../lib/server/cards";
import { CHECKPOINT_FILE } from "../../lib/server/folder-files";
import { openBench, openHistory, print, table, type CommonOptions } from "./context";

export function addCatalogCommands(program: Command, common: () => CommonOptions): void {
  const models = program.command("models").description("models that this installation can open");
  models.action(async () => {
    const history = await openHistory(await openBench(common()));
    const list = await history.models.list();
    print(common(), list, () =>
      table(
        ["id", "name", "family", "source", "MB"],
        list.map(({ id, name, family, source, sizeBytes }) => [
          id,
          name,
          family,
          source,
          (sizeBytes / 1e6).toFixed(1),
        ]),
      ),
    );
    await history.close();
  });
  models
    .command("add <folder>")
    .description("add the checkpoint in a folder")
    .option("--id <id>", "id of the model; the folder's name when absent")
    .action(async (folder: string, { id }: { id?: string }) => {
      const history = await openHistory(await openBench(common()));
      const resolved = path.resolve(folder);
      const names = (await readdir(resolved).catch(() => [])).filter((name) => CHECKPOINT_FILE.test(name));
      if (names.length === 0) {
        throw new PalimpsestError("not_found", `${folder} holds no checkpoint.`, {
          hint: "It needs config.json, tokenizer.json and model.safetensors.",
          details: { field: "folder" },
        });
      }
      const model = id ?? path.basename(resolved).toLowerCase();
      for (const name of names) {
        const file = await openAsBlob(path.join(resolved, name));
        await history.models.receive(model, name, file.stream() as ReadableStream<Uint8Array>);
      }
      const record = await history.models.add(model, path.basename(resolved));
      print(common(), record, () => [
        `Added ${record.id}: ${record.family}, ${(record.sizeBytes / 1e6).toFixed(1)} MB.`,
      ]);
      await history.close();
    });

  program
    .command("methods")
    .description("edit methods and their parameters")
    .action(() => {
      const cards = catalogCards().methods;
      print(common(), cards, () =>
        table(
          ["id", "name", "kind", "summary"],
          cards.map(({ id, name, kind, summary }) => [id, name, kind, summary]),
        ),
      );
    });

  program
    .command("metrics")
    .description("metrics and their definitions")
    .action(() => {
      print(common(), METRICS.all, () =>
        table(
          ["id", "unit", "definition"],
          METRICS.all.map(({ id, unit, formula }) => [id, unit, formula]),
        ),
      );
    });
}
