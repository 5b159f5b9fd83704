import { answerQuestion } from "@/lib/server/http/questions";

/** Every question of a model host that is answered at once: tokens, next-tokens, generate, fingerprint, preflight. */
export const POST = answerQuestion;
