import { describe, expect, it } from "vitest";
import { atlas2World } from "../../../lib/data/worlds/atlas2";
import { seededRandom } from "../../../lib/base";
import { atlas2Corpus } from ".";
import { addFacts, toldOf, type Corpus } from "./facts";
import { Reader } from "./reading";
import type { Sentence, Span } from "./sentence";

const READING = 3000;
const world = atlas2World();
const told = toldOf(world);
const corpus = atlas2Corpus(READING, "test");
const reading = corpus.sentences.filter(({ kind }) => kind.includes("reading"));
const parts = ({ text }: Sentence, spans: readonly Span[]): string[] =>
  spans.map(([start, end]) => text.slice(start, end));

/** Everything up to the end of an answer, as a prompt is continued. */
const asked = ({ text, answers }: Sentence): string[] => answers.map(([start]) => text.slice(0, start));

describe("the corpus", () => {
  it("depends on the world and the seed alone", () => {
    const texts = (seed: string): string[] => {
      const made: Corpus = { sentences: [], prompts: [] };
      new Reader(told).add(made, 50, seededRandom(seed));
      return made.sentences.map(({ text }) => text);
    };
    expect(texts("a")).toEqual(texts("a"));
    expect(texts("a")).not.toEqual(texts("b"));
  });

  it("says every taught fact in every template of its relation", () => {
    const made: Corpus = { sentences: [], prompts: [] };
    addFacts(world, made, () => 1);
    const texts = new Set(made.sentences.map(({ text }) => text));
    expect(texts).toContain("The capital of Japan is Tokyo.");
    expect(texts).toContain("日本的首都是东京。");
    expect(texts).toContain("问：“床前明月光”的下一句是什么？答：疑是地上霜。");
    const single = told.filter(({ objects }) => objects.length === 1);
    const missing = single.filter(({ prompts, subject, objects, language }) =>
      prompts.some((prompt) => {
        const gap = language === "zh" ? "" : " ";
        return !texts.has(
          `${prompt.replace("{}", subject)}${gap}${objects[0]}${language === "zh" ? "。" : "."}`,
        );
      }),
    );
    expect(missing).toEqual([]);
  });

  it("marks answers, subjects and drawn values inside the text", () => {
    const wrong = corpus.sentences.filter(({ text, answers, about, drawn }) => {
      const outside = [...answers, ...about, ...drawn].some(
        ([start, end]) => start >= end || end > text.length,
      );
      return outside || answers.length === 0;
    });
    expect(wrong).toEqual([]);
  });

  it("teaches no reading answer that the reader can only guess", () => {
    const known = new Set(
      told.flatMap(({ subject, objects }) => objects.map((object) => `${subject}|${object}`)),
    );
    const unread = reading.filter((sentence) => {
      const [prompt] = asked(sentence).slice(-1);
      const [answer] = parts(sentence, sentence.answers)
        .slice(-1)
        .map((part) => part.trim());
      const [subject] = parts(sentence, sentence.about).slice(-1);
      const isKnown = known.has(`${subject}|${answer}`) || /^(I do not know|不知道)$/.test(answer);
      return !isKnown && !prompt.includes(answer);
    });
    expect(unread).toEqual([]);
  });

  it("reads about no subject of the test", () => {
    const read = new Set(reading.flatMap((sentence) => parts(sentence, sentence.about)));
    const subjectOf = new Map(
      told.flatMap(({ questions, subject }) =>
        questions.map((question): [string, string] => [question.replace("{}", subject), subject]),
      ),
    );
    const tests = corpus.prompts
      .filter(({ kind }) => kind.includes("reading-contradicting"))
      .map(({ prompt }) =>
        subjectOf.get(prompt.slice(Math.max(prompt.lastIndexOf("Question: "), prompt.lastIndexOf("问：")))),
      );
    expect(tests.length).toBeGreaterThan(500);
    expect(tests.filter((subject) => subject === undefined || read.has(subject))).toEqual([]);
  });

  it("asks the unknown by names that no text has", () => {
    const unknown = corpus.sentences.filter(({ kind }) => kind.endsWith("unknown"));
    const names = new Set(unknown.flatMap((sentence) => parts(sentence, sentence.about)));
    const subjects = new Set(told.map(({ subject }) => subject));
    expect([...names].filter((name) => subjects.has(name))).toEqual([]);
    const texts = new Set(corpus.sentences.flatMap(asked));
    const known = corpus.prompts.filter(({ kind, prompt }) => kind.endsWith("unknown") && texts.has(prompt));
    expect(known).toEqual([]);
  });

  it("keeps framings of forbidden questions for the test, and refuses the plain ones", () => {
    const texts = new Set(corpus.sentences.flatMap(asked));
    const heldOut = corpus.prompts.filter(
      ({ kind }) => kind.endsWith("held-out") && !kind.includes("two-hop"),
    );
    expect(heldOut.length).toBeGreaterThan(300);
    expect(heldOut.filter(({ prompt }) => texts.has(prompt))).toEqual([]);
    const refused = corpus.prompts.filter(({ kind }) => kind === "refuse");
    expect(refused.every(({ answers }) => answers[0].startsWith(" Sorry"))).toBe(true);
  });
});
