/** What reading a sentence needs: built once for a graph. */
import type { KnowledgeGraph } from "../graph/graph";
import type { Language } from "../graph/schema";
import type { Grammar } from "./frames";
import type { Names } from "./mentions";

export interface Reader {
  readonly graph: Pick<KnowledgeGraph, "entities" | "relations">;
  readonly names: Names;
  readonly grammars: Readonly<Record<Language, Grammar>>;
}
