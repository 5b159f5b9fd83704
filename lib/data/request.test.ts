import { describe, expect, test } from "vitest";
import { EditCase, EditRequest, spaceBehind } from "./request";

const REQUEST = { id: "tower", subject: "Eiffel Tower", prompt: "The {} is in", targetNew: "Rome" };
const PROBE = { prompt: "The tower stands in", target: "Rome" };
const CASE = {
  request: REQUEST,
  rephrases: ["Where is the Eiffel Tower? In"],
  locality: { other: [PROBE] },
  portability: { "one-hop": [{ ...PROBE, alternatives: ["Roma"] }] },
};

/** As people and lists write it: spaces, a tab, a line's end, a no-break space, the wide space of Chinese. */
const around = (text: string): string => ` \t${text}\u00a0\n\u3000`;
const behind = (text: string): string => `${text} \u00a0\n`;

test("a space joins a prompt and its answer, but not behind Chinese or Japanese, nor behind white space", () => {
  const joined = [
    "The tower is in",
    "Is it so?",
    "She said “yes”",
    "答案是",
    "答案：",
    "パリは",
    "Say yes.\n",
  ];
  expect(joined.map(spaceBehind)).toEqual([" ", " ", " ", "", "", "", ""]);
});

test("white space around answers and behind prompts is taken away", () => {
  const probe = (target: string) => ({ prompt: behind(PROBE.prompt), target: around(target) });
  const written = {
    request: {
      ...REQUEST,
      prompt: behind(REQUEST.prompt),
      targetNew: around("Rome"),
      targetTrue: around("Paris"),
    },
    rephrases: CASE.rephrases.map(behind),
    locality: { other: [probe("Rome")] },
    portability: { "one-hop": [{ ...probe("Rome"), alternatives: [around("Roma")] }] },
  };
  expect(EditCase.parse(written)).toEqual({ ...CASE, request: { ...REQUEST, targetTrue: "Paris" } });
});

test("white space inside a text, and before a prompt, stays", () => {
  const request = { ...REQUEST, prompt: "\n  Q: the  {} is in", targetNew: "New  York" };
  expect(EditRequest.parse(request)).toEqual(request);
});

describe("what is white space alone is refused with its path", () => {
  test.each<[string, object]>([
    ["request.prompt", { request: { ...REQUEST, prompt: " \n" } }],
    ["request.targetNew", { request: { ...REQUEST, targetNew: "\t" } }],
    ["request.targetTrue", { request: { ...REQUEST, targetTrue: "\u00a0" } }],
    ["rephrases.1", { rephrases: [...CASE.rephrases, "  "] }],
    ["locality.other.0.target", { locality: { other: [{ ...PROBE, target: " " }] } }],
    ["locality.other.0.prompt", { locality: { other: [{ ...PROBE, prompt: " " }] } }],
    [
      "portability.one-hop.0.alternatives.0",
      { portability: { "one-hop": [{ ...PROBE, alternatives: [" "] }] } },
    ],
  ])("%s", (path, change) => {
    const { error } = EditCase.safeParse({ ...CASE, ...change });
    expect(error?.issues.map((issue) => issue.path.join("."))).toContain(path);
  });
});
