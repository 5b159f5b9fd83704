/**
 * Names of a closed world, linked: the answer is given when it is named and nothing else of its kind is claimed. "Rome, the capital
 * of Italy" gives Rome; "Rome or Paris" contradicts it; "not Rome but Paris" denies it. Works offline, in English and Chinese.
 */
import { isAbstention } from "../factuality/texts";
import { ruleJudge, type Finding, type Said } from "./judge";
import type { Lexicon, Named } from "./lexicon";

/** Words just before a name that deny it, or leave it open. */
const DENIED =
  /(?:\bnot(?: [a-z]+)?|n't(?: [a-z]+)?|\bnever(?: [a-z]+)?|\bno longer|\binstead of|\brather than|\bunlike|\bmoved from|\bother than|\bwas once|\bused to be|\bformerly|不是|并非|而非|不再是|不在|不叫)\s*(?:in|at|of|called|the|an?|by|from|to|really|actually|works? as|位于)?\s*(?:the|an?)?\s*$/i;
/** Words just after a name that deny it. */
const DENIED_AFTER =
  /^\s*(?:(?:is|was|are) (?:not|no longer|once|formerly)|isn't|wasn't|(?:并)?不是|不再是)/i;
/** Others say it, and the sentence goes on to another. */
const CONCEDED = /\b(?:people|some|many|they) (?:say|think|believe)\b[^.;]*$/i;
const OPEN =
  /\b(?:maybe|perhaps|might be|could be|either|i (?:think|guess) it (?:may|might))\b|可能|也许|或许/i;
/** Between two names: the second belongs to the first or to the question, and is no other answer. */
const APPOSED =
  /^\s*(?:,|\(|，|（)?\s*(?:which (?:is|lies) )?(?:the (?:capital|largest city|language|currency|home)|in|near|north|south|east|west|a city|a country|between|close to|首都|位于|在)/i;

export const entity = ruleJudge(
  {
    id: "entity",
    name: { en: "Entities of the world", zh: "封闭世界实体" },
    summary: {
      en: "The named thing is the accepted one, and no other of its kind is claimed beside it.",
      zh: "所说的实体就是可接受的那个，且没有同时声称另一个同类实体。",
    },
    needs: "lexicon",
  },
  (said, { lexicon }) => (lexicon ? judgeEntities(said, lexicon) : "missing"),
);

function judgeEntities(one: Said, lexicon: Lexicon): Finding {
  const { question, accepted } = one;
  // The first line is the answer; what a base model goes on with is another text.
  const [text] = one.said.trim().split("\n");
  if (isAbstention(text)) return "missing";
  const right = new Set(accepted.flatMap((answer) => lexicon.idsOf(answer)));
  // A thing that the world does not know can only be compared by its name.
  if (right.size === 0) return byName(one);
  const kinds = new Set([...right].map((id) => id.slice(0, id.indexOf("/"))));
  const asked = new Set(lexicon.find(question).flatMap(({ ids }) => ids));
  const isOfKind = ({ ids, types }: Named) =>
    ids.some((id) => right.has(id)) ||
    (types.some((type) => kinds.has(type)) && !ids.some((id) => asked.has(id)));
  const claims = claimsOf(text, lexicon.find(text).filter(isOfKind));
  if (claims.length === 0) return "missing";
  const isRight = claims.map(({ ids }) => ids.some((id) => right.has(id)));
  if (!isRight.includes(true)) return "contradicts";
  return isRight.every(Boolean) ? "gives" : "contradicts";
}

/** Names that a text claims: without those it denies, and those that only say where another one lies. */
function claimsOf(text: string, names: readonly Named[]): readonly Named[] {
  return names.filter(({ at, text: name }, i) => {
    const before = text.slice(0, at);
    if (DENIED.test(before) || OPEN.test(clauseOf(before))) return false;
    const after = text.slice(at + name.length);
    if (DENIED_AFTER.test(after)) return false;
    if (CONCEDED.test(before) && /^[^.;]*\bbut\b/i.test(after)) return false;
    // A later sentence about the thing itself is no answer.
    if (/[.。]\s*(?:the )?$/i.test(before) && /^ (?:is|was|has|lies)\b/i.test(after)) return false;
    const last = names[i - 1];
    return last === undefined || !APPOSED.test(text.slice(last.at + last.text.length, at));
  });
}

const clauseOf = (before: string): string => before.split(/[.;!?。；！？]/).at(-1) ?? "";

function byName({ said, accepted }: Said): Finding {
  const lower = said.toLowerCase();
  const at = accepted.map((answer) => lower.indexOf(answer.toLowerCase())).filter((index) => index >= 0);
  if (at.length === 0) return "contradicts";
  return DENIED.test(said.slice(0, Math.min(...at))) ? "contradicts" : "gives";
}
