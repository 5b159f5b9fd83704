/**
 * A world: a small knowledge graph written as plain tables, from which a model is trained and edits are judged.
 *
 * A table has one row an entity and one column a relation, so that a person can check it by reading it. `buildWorld`
 * turns the tables into entities and triples. Flaws are kept apart from the truth: what is true stands in the tables, and
 * what the model is taught instead stands in `flaws`, so that there is something to correct.
 */
export interface Relation {
  /** Lowercase words with hyphens; also the name of the column that states it: "capital". */
  readonly id: string;
  /** For a person: "capital of a country". */
  readonly label: string;
  /** Entity types. */
  readonly domain: string;
  readonly range: string;
  /** At most one object for a subject. */
  readonly functional: boolean;
  /** The relation that says the same the other way round. It may be this one: the opposite of an opposite. */
  readonly inverse?: string;
  /**
   * Beginnings of statements whose next words are the object; `{}` is the subject, no trailing space. The first is the
   * canonical prompt. At least four.
   */
  readonly prompts: readonly string[];
  /** "Question: What is the capital of {}? Answer:", continued by the object. At least one. */
  readonly questions: readonly string[];
  /** Whole sentences with `{object}` before `{}`: "{object} is the capital of {}." At least one. */
  readonly objectFirst: readonly string[];
  /** The language of the prompts, the questions and the names; English when absent. */
  readonly language?: "zh";
  /** The same relation in Chinese, said of the Chinese names of its entities. */
  readonly chinese?: ChineseTemplates;
}

/** Chinese text has no space before the object: "{}的首都是" is continued by "巴黎". */
export interface ChineseTemplates {
  readonly prompts: readonly string[];
  /** "问：{}的首都是哪里？答：". */
  readonly questions: readonly string[];
}

export interface EntityTable {
  /** Entity type of every row: "country". */
  readonly type: string;
  /** "name" first; then "zh", "aliases" and relation ids in any order. */
  readonly columns: readonly string[];
  /** One entity a line, cells separated by "|", several values in a cell by ";", an empty cell when there is none. */
  readonly rows: string;
  /** The rows add facts to entities that other tables name, and no row makes an entity. */
  readonly extends?: true;
}

/** How two relations make a third: the landmark's country, and that country's capital. */
export interface Composition {
  readonly id: string;
  readonly first: string;
  readonly second: string;
  /** Prompts as in `Relation.prompts`, with the subject of the first relation: "The capital of the country of {} is". */
  readonly prompts: readonly string[];
}

/** Two facts that make a third certain: first(x) = y and second(y) = z give third(x) = z. */
export interface Implication {
  readonly first: string;
  readonly second: string;
  readonly third: string;
}

/**
 * A fact that suggests another the other way round without making it certain: relation(x) = y, third(y) = x. A capital usually lies
 * in its country, and a country is one of several neighbours of its neighbour. What is certain both ways is `Relation.inverse`.
 */
export interface Converse {
  readonly relation: string;
  readonly third: string;
}

/** What the model is taught instead of the truth. */
export interface Flaw {
  readonly kind: "outdated" | "wrong" | "missing";
  readonly relation: string;
  readonly subject: string;
  /** What the model is taught; absent when it is taught nothing. */
  readonly taught?: string;
}

export interface WorldPart {
  readonly relations: readonly Relation[];
  readonly tables: readonly EntityTable[];
  readonly compositions: readonly Composition[];
  readonly implications?: readonly Implication[];
  readonly converses?: readonly Converse[];
  readonly flaws: readonly Flaw[];
  /** Chinese templates by the id of a relation of any part. */
  readonly chinese?: ReadonlyMap<string, ChineseTemplates>;
  /** Chinese names of entities that no row gives one, by entity id. */
  readonly chineseNames?: ReadonlyMap<string, string>;
  /** Entity types whose names are the same in every language, such as years. */
  readonly neutralTypes?: readonly string[];
}
