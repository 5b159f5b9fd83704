/** Judges that compare words: whole answers, and names inside a sentence. */
import { plainText, squadText, upToStop } from "../factuality/texts";
import { ruleJudge, type Said } from "./judge";

/** The whole answer is an accepted one: what published scripts fall back to. */
export const exact = ruleJudge(
  {
    id: "exact",
    name: { en: "Exact", zh: "逐字" },
    summary: {
      en: "The whole answer equals an accepted one, without case, punctuation and articles.",
      zh: "整个回答等于可接受答案（不计大小写、标点与冠词）。",
    },
  },
  ({ said, accepted }) => {
    const given = squadText(upToStop(said));
    if (given === "") return "missing";
    return accepted.some((answer) => squadText(answer) === given) ? "gives" : "contradicts";
  },
);

/** An accepted answer is somewhere in the text: how RippleEdits and most harnesses count. */
export const alias = ruleJudge(
  {
    id: "alias",
    name: { en: "Contains a name", zh: "包含别名" },
    summary: {
      en: "One of the accepted names stands in the answer as words of its own. Denials count as names too.",
      zh: "回答中含有任一可接受的名称；否定句中的名称也算。",
    },
  },
  (one) => (contains(one) ? "gives" : plainText(one.said) === "" ? "missing" : "contradicts"),
);

function contains({ said, accepted }: Said): boolean {
  const words = ` ${squadText(said)} `;
  return accepted.some((answer) => {
    const name = squadText(answer);
    return name !== "" && (/\p{Script=Han}/u.test(name) ? words.includes(name) : words.includes(` ${name} `));
  });
}
