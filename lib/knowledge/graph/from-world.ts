/** The embedded model's world as a graph. Its tables state the facts; what nobody would put in a table is declared here. */
import type { World } from "../../data/worlds";
import type { GraphContent } from "./schema";

/** Relations with one subject for an object: a city is the capital of one country. */
const INVERSE_FUNCTIONAL = ["capital", "leader", "symbol"];
/** Relations that hold both ways. */
const SYMMETRIC = ["neighbour"];
/** Relations between two of a kind that nothing has to itself. */
const IRREFLEXIVE = ["neighbour"];
/** What changes in time. */
const TEMPORAL = ["leader", "largest-city", "capital", "currency", "seat", "maker"];

/** What the world says is true, flaws of the model left out. `chinese` names the entities and words the relations. */
export function worldContent(world: World, chinese?: World): GraphContent {
  return {
    entities: [...world.entities.values()].map(({ id, type, name, aliases, zh }) => {
      const chineseName = zh ?? chinese?.entities.get(id)?.zh;
      return { id, type, name, aliases: [...aliases], ...(chineseName && { zh: chineseName }) };
    }),
    relations: world.relations.map((relation) => {
      const words = relation.chinese ?? chinese?.relations.find(({ id }) => id === relation.id)?.chinese;
      const { id, label, domain, range, functional, prompts, questions, objectFirst } = relation;
      const inverse = SYMMETRIC.includes(id) ? id : relation.inverse;
      return {
        id,
        label,
        domain,
        range,
        functional,
        inverseFunctional: INVERSE_FUNCTIONAL.includes(id),
        ...(inverse && { inverse }),
        irreflexive: IRREFLEXIVE.includes(id),
        temporal: TEMPORAL.includes(id),
        templates: {
          en: { prompts: [...prompts], questions: [...questions], objectFirst: [...objectFirst] },
          ...(words && {
            zh: { prompts: [...words.prompts], questions: [...words.questions], objectFirst: [] },
          }),
        },
      };
    }),
    rules: world.implications.map(({ first, second, third }) => ({ first, second, third })),
    facts: world.truth.map(({ subject, relation, object }) => ({ subject, relation, object, stated: true })),
  };
}
