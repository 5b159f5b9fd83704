/** The relation of the world that a question is about: named, or told from its prompt. */
import { invalidField } from "../../base";
import { worldIdOf } from "../../data";
import { worldNamed, type World } from "../../data/worlds";
import type { AnalysisQuestion } from "../analysis";

export async function relationOf(
  checkpoint: string,
  { relation: id, prompt }: AnalysisQuestion,
): Promise<{ readonly world: World; readonly relation: World["relations"][number] }> {
  const world = await worldNamed(worldIdOf(checkpoint));
  const relation = world.relations.find((one) =>
    id === undefined
      ? prompt !== undefined && (one.prompts.includes(prompt) || one.questions.includes(prompt))
      : one.id === id,
  );
  if (relation) return { world, relation };
  throw invalidField(
    id === undefined ? "question.prompt" : "question.relation",
    id === undefined
      ? `"${prompt ?? ""}" is no prompt of a relation of the world.`
      : `There is no relation "${id}".`,
    `Relations: ${world.relations.map((one) => one.id).join(", ")}.`,
  );
}
