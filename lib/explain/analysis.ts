/**
 * The contract of an analysis: one way to look inside a model. An analysis is data, schemas and one function, as an edit
 * method is. It reads a question, of one version or of two, and answers with plain JSON.
 *
 * Pages and the API read this file and the catalog for their types and schemas, so an analysis imports its algorithm when it
 * is run.
 */
import { z } from "zod";
import { because, invalidField, type JsonObject, type Run } from "../base";
import type { Model, ModelFacts, Tokenizer } from "../model";
import type { ArtifactCache } from "../tensor";

const Name = z.string().min(1).max(200);

/** A fact as a prompt with {} where the subject stands. */
const Fact = z.object({
  prompt: z.string().min(1).max(4000),
  subject: Name,
  answer: Name.optional(),
});

/** Of one question. */
export const MOST_FACTS = 1000;

/** What is asked of an analysis. Each takes the parts that it needs. */
export const AnalysisQuestion = z.object({
  /** With {} where the subject stands, or a text without a subject. */
  prompt: z.string().min(1).max(4000).optional(),
  subject: Name.optional(),
  /** The answer that is followed; its first token counts. The model's own where an analysis can do with it. */
  answer: Name.optional(),
  /** A subject with another answer and as many tokens, which makes the corrupt prompt. */
  other: Name.optional(),
  /** The answer to the corrupt prompt; the model's own when absent. */
  otherAnswer: Name.optional(),
  /** Facts over which an analysis averages, or that it is about. */
  facts: z.array(Fact).min(1).max(MOST_FACTS).optional(),
  /** The same as a relation of the embedded world: those of its facts that the model knows. */
  relation: Name.optional(),
  /** Whether texts begin with what the tokenizer puts before them, as in all of editing. */
  begin: z.boolean().default(true),
  seed: z.int().min(0).default(0),
});
export type AnalysisQuestion = z.infer<typeof AnalysisQuestion>;
export type AnalysisFact = z.infer<typeof Fact>;
export type QuestionPart = "prompt" | "subject" | "answer" | "other" | "facts";

/** Numbers as a table: what the command line prints and an export holds. Equal first columns are equal things. */
export interface AnalysisTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** A named corpus: equal names give equal texts. */
export interface NamedTexts {
  readonly name: string;
  /** At least so many tokens of them, where there are as many. */
  texts(run: Run, tokens?: number): Promise<readonly string[]>;
}

export interface AnalysisCall<P> {
  readonly model: Model;
  /** The second version, of an analysis that reads two at once. */
  readonly against?: Model;
  readonly question: AnalysisQuestion;
  readonly parameters: P;
  readonly cache: ArtifactCache;
  /** Over which lenses are fitted. */
  readonly texts: () => Promise<NamedTexts>;
  /** Names of many things, over whose embeddings the size of noise is measured. */
  readonly subjects: () => Promise<readonly string[]>;
}

export interface AnalysisPreflightCall<P> {
  readonly facts: ModelFacts;
  readonly tokenizer: Tokenizer;
  /** Tokens of the prompt; of the longest fact where there is none. */
  readonly tokens: number;
  readonly question: AnalysisQuestion;
  readonly parameters: P;
  /** Of the version, on which cached artifacts depend. */
  readonly fingerprint: () => Promise<string>;
  /** Name of the corpus over which lenses are fitted. */
  readonly texts: () => Promise<string>;
  readonly isCached: (key: JsonObject) => Promise<boolean>;
}

/** From metadata alone. Blockers say why it cannot run. */
export interface AnalysisPreflight {
  readonly blockers?: readonly string[];
  readonly warnings?: readonly string[];
  /** Floating-point operations. */
  readonly operations: number;
  /** Beside the weights. */
  readonly memoryBytes: number;
  /** What is made once and kept. */
  readonly artifacts?: readonly {
    readonly what: string;
    readonly key: JsonObject;
    readonly operations: number;
  }[];
}

export interface Analysis<I extends string, P extends z.ZodObject, A extends z.ZodType> {
  readonly id: I;
  readonly name: string;
  readonly summary: string; // one sentence, for a person choosing
  readonly paper: { readonly title: string; readonly year: number; readonly url: string };
  /** Parts of the question that it cannot do without. */
  readonly asks: readonly QuestionPart[];
  /** A part that one value of a parameter needs besides. */
  readonly asksIf?: { readonly part: QuestionPart; readonly parameter: string; readonly is: string };
  /** Whether one run reads two versions; "or-subject": two versions, or one with another subject. Others are run on each. */
  readonly isOfTwo?: boolean | "or-subject";
  /** Whether it follows the answer that each model gives, so that another one is refused. */
  readonly isOwnAnswer?: true;
  /** The form, the flags and the validation come from here. Every field has a default and a description. */
  readonly parameters: P;
  /** Plain JSON, of a size that parameters and prompts bound. */
  readonly answer: A;
  preflight(call: AnalysisPreflightCall<z.infer<P>>): AnalysisPreflight | Promise<AnalysisPreflight>;
  run(run: Run, call: AnalysisCall<z.infer<P>>): Promise<z.infer<A>>;
  tables(answer: z.infer<A>): AnalysisTable[];
}

/** Fixes the types of an analysis, so that its parts agree with its schemas. */
export function defineAnalysis<I extends string, P extends z.ZodObject, A extends z.ZodType>(
  analysis: Analysis<I, P, A>,
): Analysis<I, P, A> {
  return analysis;
}

export type AnyAnalysis = Analysis<string, z.ZodObject, z.ZodType>;

/**
 * The parameters with defaults for those left out. Throws `invalid_input` for a part of the question that the analysis needs and
 * that is not there, and for parameters that are wrong or unknown.
 */
export function checkAsked<P extends z.ZodObject>(
  {
    name,
    asks,
    asksIf,
    parameters,
  }: Pick<Analysis<string, P, z.ZodType>, "name" | "asks" | "asksIf" | "parameters">,
  question: AnalysisQuestion,
  raw: JsonObject,
): z.infer<P> {
  const isMore = asksIf && raw[asksIf.parameter] === asksIf.is;
  const missing = [...asks, ...(isMore ? [asksIf.part] : [])].find((part) => question[part] === undefined);
  if (missing) throw invalidField(`question.${missing}`, `${name} needs ${NEEDED[missing]}.`, "Write it.");
  const known = Object.keys(parameters.shape);
  const unknown = Object.keys(raw).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw invalidField(
      `parameters.${unknown}`,
      `${name} has no parameter "${unknown}".`,
      `It has: ${known.join(", ")}.`,
      because("noSuchParameter", { owner: name, parameter: unknown, known: known.join(", ") }),
    );
  const parsed = parameters.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue.path.join(".");
  throw invalidField(`parameters.${field}`, `${name}: ${field}: ${issue.message}`);
}

const NEEDED: Readonly<Record<QuestionPart, string>> = {
  prompt: "a prompt",
  subject: "a subject",
  answer: "an answer",
  other: "another subject with a different answer",
  facts: "facts, or a relation",
};
