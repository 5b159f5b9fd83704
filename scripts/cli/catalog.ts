/** methods, metrics: what is there. */
import type { Command } from "commander";
import { METRICS } from "../../lib/eval";
import { catalogCards } from "../../lib/server/cards";
import { print, table, type CommonOptions } from "./context";

export function addCatalogCommands(program: Command, common: () => CommonOptions): void {
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
          METRICS.all.map(({ id, unit, formula }) => [id, unit, formula.en]),
        ),
      );
    });
}
