/**
 * A judge: whether what a model wrote freely gives an answer. Judges are told the question, the accepted answers and, where known,
 * the answer from before. None asks anybody outside unless a person has named an address; the default never changes with that.
 */
import type { Translated } from "../metrics/metric";
import type { Lexicon } from "./lexicon";

export interface Said {
  readonly question: string;
  readonly said: string;
  /** All answers that count, the usual one first. */
  readonly accepted: readonly string[];
}

/** "contradicts" gives another answer of the same kind, alone or beside the accepted one; "missing" gives none. */
export type Finding = "gives" | "contradicts" | "missing";

/** What a judge may use; each names what it needs. */
export interface JudgeTools {
  readonly lexicon?: Lexicon;
  /** One vector for each text. */
  readonly encoder?: (texts: readonly string[]) => Promise<readonly ArrayLike<number>[]>;
  /** Asks a model elsewhere and returns its reply. */
  readonly endpoint?: (prompt: string) => Promise<string>;
}

export interface Judge {
  readonly id: string;
  readonly name: Translated;
  readonly summary: Translated;
  readonly version: number;
  readonly needs?: keyof JudgeTools;
  judge(said: readonly Said[], tools: JudgeTools): Promise<Finding[]>;
}

/** A judge that looks at one answer at a time, and needs nothing. */
export function ruleJudge(
  card: Omit<Judge, "judge" | "version">,
  judgeOne: (said: Said, tools: JudgeTools) => Finding,
): Judge {
  return {
    version: 1,
    ...card,
    judge: (all, tools) => Promise.resolve(all.map((one) => judgeOne(one, tools))),
  };
}
