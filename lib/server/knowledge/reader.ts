/**
 * A language model that a lab names for what the grammar does not understand; none is asked otherwise. It is given the sentence and
 * the names of the relations, and must answer in a fixed form. Its answer passes the checks of every other reading and is never
 * certain enough to run: it fills the form, which says where it comes from.
 */
import { z } from "zod";
import { ASSUMPTIONS, findEntities, namesOf, type KnowledgeGraph, type Reading } from "../../knowledge";
import { replyOf, type ChatEndpoint } from "../chat-endpoint/reply";

const MOST_STATEMENTS = 10;

const Answer = z.object({
  statements: z
    .array(
      z.object({
        sign: z.enum(["add", "delete"]),
        subject: z.string().max(200),
        relation: z.string().max(400),
        object: z.string().max(200),
      }),
    )
    .max(MOST_STATEMENTS),
});

/** Readings for the form. None where the endpoint cannot be reached or breaks the form; `onFault` is told why. */
export async function readByEndpoint(
  endpoint: ChatEndpoint,
  graph: Pick<KnowledgeGraph, "entities" | "relations">,
  sentence: string,
  onFault: (reason: string) => void,
): Promise<Reading[]> {
  try {
    const reply = await replyOf(endpoint, questionFor(graph, sentence));
    const { statements } = Answer.parse(JSON.parse(reply));
    return statements.flatMap((statement) => checkedReading(graph, sentence, statement));
  } catch (error) {
    onFault(error instanceof Error ? error.message : String(error));
    return [];
  }
}

function questionFor(graph: Pick<KnowledgeGraph, "relations">, sentence: string) {
  const relations = [...graph.relations.values()];
  return {
    messages: [
      {
        role: "system",
        content: [
          "Write down which facts the sentence states or withdraws, as subject, relation and object. Names as they stand in the sentence.",
          "State nothing that it does not say. Where it states no fact of these relations, the list is empty. The relations:",
          ...relations.map(({ id, label }) => `${id}: ${label}`),
        ].join("\n"),
      },
      { role: "user", content: sentence },
    ],
    response_format: {
      type: "json_schema",
      json_schema: {
        name: "statements",
        strict: true,
        schema: z.toJSONSchema(Answer),
      },
    },
  };
}

type Written = z.infer<typeof Answer>["statements"][number];

/** The reading of one statement, or none where it names no relation of the graph or words that the sentence does not have. */
function checkedReading(
  graph: Pick<KnowledgeGraph, "entities" | "relations">,
  sentence: string,
  { sign, relation: id, subject, object }: Written,
): Reading[] {
  const relation = graph.relations.get(id);
  const fillers = [
    [subject, relation?.domain],
    [object, relation?.range],
  ].map(([text = "", type]) => {
    const start = sentence.toLowerCase().indexOf(text.toLowerCase());
    if (text === "" || start < 0) return undefined;
    const [first, ...others] = findEntities(graph, text, { type, limit: 5 });
    const isExact =
      first !== undefined && namesOf(first).some((name) => name.toLowerCase() === text.toLowerCase());
    const near = (isExact ? others : [first, ...others]).flatMap((entity) => entity?.id ?? []);
    return {
      text,
      span: { start, end: start + text.length },
      ...(isExact && { entity: first.id }),
      ...(near.length > 0 && { near }),
    };
  });
  const [from, to] = fillers;
  if (relation === undefined || from === undefined || to === undefined) return [];
  return [
    {
      act: sign,
      relation: id,
      subject: from,
      object: to,
      confidence: ASSUMPTIONS.reader,
      assumptions: ["reader"],
    },
  ];
}
