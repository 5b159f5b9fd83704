/** Model questions by HTTP: one route answers every short call of a model host. Long calls are jobs. */
import { createRun, PalimpsestError } from "../../base";
import { QUESTIONS, questionSegment, type Endpoint } from "../../api";
import { askOf, CALLS, QUESTION_NAMES, seedOf, type QuestionName } from "../../job";
import { respond, route, type RouteHandler } from "./route";

const HANDLERS = new Map(QUESTION_NAMES.map((name) => [questionSegment(name), handlerOf(name)]));

/** The Next handler of /api/models/[modelId]/[question]. */
export const answerQuestion: RouteHandler = async (request, context) => {
  const { question } = (await context.params) as { question: string };
  return (HANDLERS.get(question) ?? refuse)(request, context);
};

const refuse = respond(null, async () => {
  throw new PalimpsestError("not_found", "A model does not answer this question.", {
    hint: `Questions: ${[...HANDLERS.keys()].join(", ")}.`,
  });
});

function handlerOf(name: QuestionName): RouteHandler {
  const { maxBodyBytes } = CALLS[name];
  const endpoint = QUESTIONS[name] as unknown as Endpoint<{ modelId: string }, object, unknown>;
  return route(
    endpoint,
    ({ params: { modelId: model }, input, signal, progress, services: { modelHost } }) =>
      askOf(CALLS, modelHost)(
        name,
        { ...input, model },
        createRun({ seed: seedOf(input), signal, onProgress: progress }),
      ),
    { maxBodyBytes, casesAt: ["cases"], isStreamed: true },
  );
}
