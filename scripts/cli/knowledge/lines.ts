/** Readings and plans as lines of text. */
import {
  nameIn,
  type Interpretation,
  type KnowledgeGraph,
  type Plan,
  type PlanLine,
} from "../../../lib/knowledge";

const SIGNS: Readonly<Record<PlanLine["kind"], string>> = { add: "+", derive: "⇒", retract: "−", check: "?" };

export function linesOfPlan(graph: KnowledgeGraph, { id, lines, overrides }: Plan): string[] {
  return [
    `Plan ${id.slice(0, 12)}`,
    ...lines.map((line) => {
      const tick = line.ticked ? "" : "  (not done)";
      return `  ${SIGNS[line.kind]} ${factOf(graph, line.triple)}   ${ruleText(graph, line)}${tick}`;
    }),
    ...overrides.map(
      ({ stated, derived }) =>
        `  ${factOf(graph, stated)} was stated and stays, where a rule gives ${nameOf(graph, derived.object)}.`,
    ),
  ];
}

export function linesOfReading(
  graph: KnowledgeGraph,
  { intent, confidence, readings, alternatives, rollback }: Interpretation,
): string[] {
  if (rollback) return [`${intent}: ${Object.values(rollback).join(" ")}`];
  const shown = readings.length > 0 ? readings : alternatives;
  return [
    `${intent}, confidence ${confidence.toFixed(2)}`,
    ...shown.map(({ act, relation, subject, object, assumptions }) => {
      const ends = [subject, object].map(
        (filler) => filler && (filler.entity ? nameOf(graph, filler.entity) : `"${filler.text}"`),
      );
      const why = assumptions.length > 0 ? ` (${assumptions.join(", ")})` : "";
      const near = [subject, object].flatMap((filler) => filler?.near ?? []);
      return `  ${act} ${ends[0]} ${relation} ${ends[1] ?? ""}${why}${near.length > 0 ? `, perhaps ${near.map((id) => nameOf(graph, id)).join(", ")}` : ""}`;
    }),
  ];
}

function ruleText(graph: KnowledgeGraph, { rule, triple }: PlanLine): string {
  const { label } = graph.relation(triple.relation);
  switch (rule.kind) {
    case "stated":
      return "said";
    case "coverage":
      return `one "${label}" of a subject`;
    case "reverse":
      return `one subject of a "${label}"`;
    case "inverse":
      return "the other direction";
    case "composition":
      return `${rule.rule.first} ∘ ${rule.rule.second} ⇒ ${rule.rule.third}`;
    case "known":
      return "in the graph already";
    case "neighbourhood":
      return "asked of the model, because the edit is near";
  }
}

const factOf = (graph: KnowledgeGraph, { subject, relation, object }: PlanLine["triple"]): string =>
  `${nameOf(graph, subject)} · ${relation} · ${nameOf(graph, object)}`;

/** The name, or what the id ends in where a plan brings the entity. */
function nameOf(graph: KnowledgeGraph, id: string): string {
  const entity = graph.entities.get(id);
  return entity ? nameIn(entity, "en") : id.slice(id.indexOf("/") + 1);
}
