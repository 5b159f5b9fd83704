/**
 * Fluency as the entropy of n-grams (Zhang et al. 2018; Meng et al. 2022): repetition lowers it. Mean of 2/3 of the bigram
 * and 4/3 of the trigram entropy, in bits, over a sampled continuation. Words are runs of letters and digits, and single
 * other marks; the reference splits with NLTK, which cuts contractions differently.
 */
import { defineMetric } from "./metric";

export const fluency = defineMetric({
  id: "fluency",
  name: { en: "Fluency", zh: "流畅度" },
  summary: {
    en: "Entropy of word pairs and triples in free text about the subject: it falls when the text repeats itself.",
    zh: "围绕主体自由书写的文本中二元与三元词组的熵；重复时下降。",
  },
  formula: {
    en: "⅓ H₂ + ⅔ H₃, entropies of bigrams and trigrams of a 100-token text, in bits",
    zh: "⅓ H₂ + ⅔ H₃，100 个词元文本的二元与三元组熵，以比特计",
  },
  // 2: the 100 tokens are counted for each prompt by itself. Before, they were those of the longest prompt beside it.
  version: 2,
  unit: "bits",
  direction: "higher",
  // Text is generated either way.
  protocols: ["generation"],
  needs: "text",
  groups: [],
  prominence: "detail",
  score: ngramEntropy,
});

/** In bits; a text of fewer than three words has none of trigrams. */
export function ngramEntropy(text: string): number {
  const words = text.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}\s]/gu) ?? [];
  const entropyOf = (length: number): number => {
    const counts = new Map<string, number>();
    for (let i = 0; i + length <= words.length; i++) {
      const gram = words.slice(i, i + length).join("\u0000");
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
    const total = Math.max(1, words.length - length + 1);
    return [...counts.values()].reduce((sum, count) => sum - (count / total) * Math.log2(count / total), 0);
  };
  return entropyOf(2) / 3 + (2 * entropyOf(3)) / 3;
}
