import type { AnsweredQuestion } from "./answered";
import { plainText } from "./texts";

/** Whether a question is answered rightly: by the likeliest choice, or in the model's own words. */
export function isRight({ question, choices, said = "" }: AnsweredQuestion): boolean {
  if (choices) {
    const logs = choices.map(({ logP }) => logP);
    return question.correct?.includes(logs.indexOf(Math.max(...logs))) ?? false;
  }
  return question.answers.some((answer) => plainText(answer) === plainText(said));
}
