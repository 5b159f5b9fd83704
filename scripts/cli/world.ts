/** The world as the model of a command has it; one that was not trained on it is asked once, after a word about the time. */
import { Option } from "commander";
import type { Run } from "../../lib/base";
import { worldIdOf, WorldLanguage } from "../../lib/data";
import { worldKnownTo, worldNamed, type World } from "../../lib/data/worlds";
import type { ModelHost } from "../../lib/job";
import { durationText, modelId, tell, type CommonOptions } from "./context";

export async function worldOfModel(common: CommonOptions, run: Run, modelHost: ModelHost): Promise<World> {
  const model = modelId(common.model);
  const world = await worldNamed(worldIdOf(model));
  let report = await modelHost.knownFacts({ model }, run);
  if (report.status === "trained") return world;
  if (report.status === "unasked") {
    const [low, high] = report.durationMs.map(durationText);
    tell(
      `${model} is asked once which of ${report.questions} facts of the world it knows: ${low} to ${high}.`,
    );
    await modelHost.prepare(run, { model, methods: [], facts: true });
    report = await modelHost.knownFacts({ model }, run);
  }
  tell(`${model} knows ${report.known.length} of ${report.questions} facts of the world.`);
  return worldKnownTo(world, report.known);
}

/** The language in which facts of the world are drawn. */
export function languageOption(): Option {
  return new Option("--language <id>", "language of the facts that are drawn, where the world speaks it")
    .choices(WorldLanguage.options)
    .default("en");
}
