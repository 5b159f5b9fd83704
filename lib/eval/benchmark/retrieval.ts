/**
 * The baseline that edits nothing: of a list of facts, the one that shares the rarest words with a question is put before it (BM25).
 * It is plain on purpose: what an edit has to beat.
 */
const SATURATION = 1.2;
const LENGTH = 0.75;

const wordsOf = (text: string): readonly string[] => {
  const words = text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
  return words;
};

/** The best fact for a question; undefined where no word is shared. The first of equals. */
export function createRetriever(facts: readonly string[]): (question: string) => string | undefined {
  const documents = facts.map((fact) => {
    const words = wordsOf(fact);
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return { fact, counts, length: words.length };
  });
  const frequency = new Map<string, number>();
  for (const { counts } of documents)
    for (const word of counts.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const meanLength = documents.reduce((sum, { length }) => sum + length, 0) / Math.max(1, documents.length);
  const rarity = (word: string) => {
    const n = frequency.get(word) ?? 0;
    return Math.log(1 + (documents.length - n + 0.5) / (n + 0.5));
  };
  return (question) => {
    const asked = [...new Set(wordsOf(question))];
    let [best, found] = [0, undefined as string | undefined];
    for (const { fact, counts, length } of documents) {
      const score = asked.reduce((sum, word) => {
        const count = counts.get(word) ?? 0;
        const scale = SATURATION * (1 - LENGTH + (LENGTH * length) / meanLength);
        return count === 0 ? sum : sum + (rarity(word) * count * (SATURATION + 1)) / (count + scale);
      }, 0);
      if (score > best) [best, found] = [score, fact];
    }
    return found;
  };
}

/** The question as a model reads it behind a retrieved fact. */
export function withFact(fact: string | undefined, prompt: string): string {
  if (fact === undefined) return prompt;
  return `${fact}${/[.。!?]$/.test(fact) ? "" : "."} ${prompt}`;
}
