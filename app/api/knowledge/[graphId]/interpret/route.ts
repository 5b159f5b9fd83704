import { interpretSentence } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { interpretationAnswer } from "@/lib/server/knowledge/answers";

export const POST = route(interpretSentence, ({ params, input, services }) =>
  interpretationAnswer(services, params.graphId, input.sentence),
);
