/**
 * The command line: what the pages do, from a terminal, without a server; some of it on one (`--server`). `--json` prints one
 * document on standard output and nothing else. Exits 0 on success, 1 on failure with the error's wire form on standard error, 2 on bad usage.
 */
import { Command, CommanderError, Option } from "commander";
import { DEFAULT_MODEL } from "../lib/data";
import { addArtifactCommands } from "./cli/artifacts";
import { addAskCommands } from "./cli/ask";
import { addAuditCommands } from "./cli/audit";
import { addBenchmarkCommand } from "./cli/benchmark";
import { addDatasetCommands } from "./cli/benchmark/datasets";
import { addFactualityCommand } from "./cli/benchmark/factuality";
import { addCatalogCommands } from "./cli/catalog";
import { printError, type CommonOptions } from "./cli/context";
import { addEditCommands } from "./cli/edit";
import { addExploreCommands } from "./cli/explore/explore";
import { addHistoryCommands } from "./cli/history";
import { addKnowledgeCommands } from "./cli/knowledge";
import { addLifelongCommand } from "./cli/lifelong";
import { addMergeCommands } from "./cli/merge";
import { addModelCommands } from "./cli/models";
import { addOperationsCommands } from "./cli/operations";
import { addParityCommand } from "./cli/parity";
import { addProposeCommand } from "./cli/propose";
import { printableLines } from "./cli/printable";
import { addRecallCommand } from "./cli/recall";
import { addSignInCommands } from "./cli/remote/sign-in";
import { refuseElsewhere } from "./cli/remote/commands";

const program = new Command("palimpsest")
  .description("Edit what a language model knows, from a terminal.")
  .option("--json", "print one JSON document")
  .addOption(
    new Option("--runtime <kind>", "where to run").choices(["native", "wasm", "webgpu"]).default("native"),
  )
  .addOption(
    new Option("--threads <n>", "threads of one run; onnxruntime's own choice when absent").argParser(Number),
  )
  .option("--model <id or folder>", "model", DEFAULT_MODEL)
  .option("--server <address>", "do it on a server that you are signed in to (see login)")
  // Its errors quote what was typed, which a script may have from others.
  .configureOutput({ writeErr: (text) => process.stderr.write(printableLines(text)) })
  .exitOverride()
  .hook("preAction", (_, command) => refuseElsewhere(command, common().server));

const common = (): CommonOptions => program.opts<CommonOptions>();
addCatalogCommands(program, common);
addDatasetCommands(program, common);
addBenchmarkCommand(program, common);
addFactualityCommand(program, common);
addModelCommands(program, common);
addAskCommands(program, common);
addEditCommands(program, common);
addExploreCommands(program, common);
addHistoryCommands(program, common);
addKnowledgeCommands(program, common);
addLifelongCommand(program, common);
addMergeCommands(program, common);
addParityCommand(program, common);
addProposeCommand(program, common);
addRecallCommand(program, common);
addArtifactCommands(program, common);
addAuditCommands(program, common);
addSignInCommands(program, common);
addOperationsCommands(program, common);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    printError(error, common().json === true);
    process.exitCode = 1;
  }
}
// onnxruntime keeps threads alive that would hold the process open.
process.exit();
