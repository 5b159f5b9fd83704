import { describe, expect, test } from "vitest";
import {
  sentencePiece,
  SENTENCEPIECE_CONFIG,
  SENTENCEPIECE_FORMS,
  type SentencePieceForm,
} from "../../testing/formats/sentencepiece";
import { createTokenizer, encodeSentence } from "./tokenizer";

const open = (form: SentencePieceForm, ends = false) =>
  createTokenizer(sentencePiece(form, { ends }), { tokenizerConfig: SENTENCEPIECE_CONFIG });
const FORMS = Object.keys(SENTENCEPIECE_FORMS) as SentencePieceForm[];

describe.each(FORMS)("a tokenizer in the form %s", (form) => {
  const tokenizer = open(form);

  test("the space put in front takes no room, and words keep theirs", () => {
    const { ids, offsets } = tokenizer.encode("The cat");
    expect(ids.map((id) => tokenizer.piece(id))).toEqual([" The", " cat"]);
    expect(offsets).toEqual([
      [0, 3],
      [3, 7],
    ]);
  });

  test("a beginning token is added on request and takes no room, before an empty text too", () => {
    const { ids, offsets } = tokenizer.encode("The cat", { special: true });
    expect(ids[0]).toBe(1);
    expect(offsets[0]).toEqual([0, 0]);
    expect(offsets[2]).toEqual([3, 7]);
    expect(tokenizer.encode("", { special: true })).toEqual({ ids: [1], offsets: [[0, 0]] });
  });

  test("every byte of a character has its range", () => {
    const text = "The ü ☃";
    const { ids, offsets } = tokenizer.encode(text);
    expect(tokenizer.decode(ids)).toBe(text);
    expect(offsets).toEqual([
      [0, 3],
      [3, 4],
      [4, 5],
      [4, 5],
      [5, 6],
      [6, 7],
      [6, 7],
      [6, 7],
    ]);
  });

  test("a target has the ids that it has behind its prompt", () => {
    const { ids, promptLength } = encodeSentence(tokenizer, "The city is", "moonon");
    expect(ids.slice(promptLength).map((id) => tokenizer.piece(id))).toEqual([" moon", "on"]);
  });

  test("a continuation keeps its first space, and the text its beginning", () => {
    const { ids, promptLength } = encodeSentence(tokenizer, "The city is", "the moon");
    expect(tokenizer.continuation(ids.slice(promptLength))).toBe(" the moon");
    expect(tokenizer.decode(ids.slice(promptLength))).toBe("the moon");
    const inside = tokenizer.encode("Tü").ids;
    expect(tokenizer.continuation(inside.slice(-2))).toBe("ü");
    expect(tokenizer.continuation([])).toBe("");
  });

  test("a mark of byte order is a character like others", () => {
    const text = "The \ufeffcat";
    const { ids, offsets } = tokenizer.encode(text);
    expect(tokenizer.decode(ids)).toBe(text);
    expect(offsets[offsets.length - 1]).toEqual([7, 8]);
  });

  test("an id without a token has its number for a name", () => {
    expect(tokenizer.piece(tokenizer.size + 7)).toBe(`[${tokenizer.size + 7}]`);
    expect(tokenizer.decode([tokenizer.size + 7])).toBe("");
  });

  test("an end token that the template puts behind a text is left out", () => {
    expect(open(form, true).encode("The cat", { special: true })).toEqual(
      tokenizer.encode("The cat", { special: true }),
    );
  });
});
