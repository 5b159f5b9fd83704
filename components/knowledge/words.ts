/** Entities, relations and facts of a graph in the words of a language. */
import type { Language } from "@/components/messages";
import type { EntityNames } from "@/lib/api";
import { namesOf, type GraphRelation, type GraphTriple } from "@/lib/knowledge/schemas";

/** A piece of a fact's sentence; those that name an entity have its id. */
export interface Part {
  readonly text: string;
  readonly entity?: string;
}

export interface Wording {
  name(entity: string): string;
  /** Every way in which an answer may call it. */
  allNames(entity: string): readonly string[];
  /** As a list of relations shows it. */
  relation(id: string): string;
  /** "capital" of "capital of a country", "首都" of "{}的首都是". */
  short(id: string): string;
  /** "capital of one country". */
  ofOne(id: string): string;
  /** The fact as it would be asked, without the object: "The capital of France is". */
  question(triple: Pick<GraphTriple, "subject" | "relation">): string;
  /** The sentence with its entities told apart. */
  parts(triple: GraphTriple): readonly Part[];
  sentence(triple: GraphTriple): string;
  /** The sentence for a subject that nobody names: "The capital of … is Lyon". */
  openSentence(triple: GraphTriple): string;
}

const SLOT = "{}";
const OPEN = "…";

export function wordingOf(
  relations: readonly GraphRelation[],
  names: EntityNames,
  language: Language,
): Wording {
  const isChinese = language === "zh";
  const found = new Map(relations.map((relation) => [relation.id, relation]));
  const labelOf = (id: string) => (found.get(id)?.label ?? id).replaceAll("_", " ");
  const promptOf = (id: string) => {
    const { templates } = found.get(id) ?? {};
    return templates?.[language]?.prompts[0] ?? templates?.en?.prompts[0] ?? `${labelOf(id)} of ${SLOT}:`;
  };
  const name = (entity: string) => {
    const known = names[entity];
    if (known === undefined) return entity.slice(entity.indexOf("/") + 1);
    return isChinese ? (known.zh ?? known.name) : known.name;
  };
  const isTight = (id: string) => isChinese && found.get(id)?.templates.zh !== undefined;
  const parts = ({ subject, relation, object }: GraphTriple): Part[] => {
    const [before, after = ""] = promptOf(relation).split(SLOT);
    return [
      { text: before },
      { text: name(subject), entity: subject },
      { text: isTight(relation) ? after : `${after} ` },
      { text: name(object), entity: object },
    ].filter(({ text }) => text !== "");
  };
  const joined = (pieces: readonly Part[]) => pieces.map(({ text }) => text).join("");
  return {
    name,
    allNames: (entity) => {
      const known = names[entity];
      return known ? namesOf(known) : [name(entity)];
    },
    relation: (id) => (isTight(id) ? promptOf(id).replace(SLOT, OPEN) : labelOf(id)),
    short: (id) =>
      isTight(id)
        ? promptOf(id)
            .replace(SLOT, "")
            .replace(/^(《》)?的?/, "")
            .replace(/[是为]$/, "")
        : labelOf(id).replace(/ of an? .*$/, ""),
    ofOne: (id) => {
      const label = labelOf(id);
      const one = label.replace(/ of an? /, " of one ");
      return one === label ? `${label} of one ${found.get(id)?.domain ?? "thing"}` : one;
    },
    question: ({ subject, relation }) => promptOf(relation).replace(SLOT, () => name(subject)),
    parts,
    sentence: (triple) => joined(parts(triple)),
    openSentence: ({ relation, object }) =>
      `${promptOf(relation).replace(SLOT, OPEN)}${isTight(relation) ? "" : " "}${name(object)}`,
  };
}
