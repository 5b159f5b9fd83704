/**
 * One thing that a model host can be asked: what it takes, what it gives, and how it is done. The methods of a host, the
 * channel to a host in another thread or process, the HTTP endpoints and the kinds of job are all made from such calls.
 *
 * A page imports these files for their schemas, so a call imports the algorithms that perform it when it is performed.
 */
import type { z } from "zod";
import { because, createRun, PalimpsestError, parseInput, type Run } from "../../base";
import type { Model, OpenEncoder } from "../../model";
import type { Runtime } from "../../runtime";
import type { ArtifactFiles, Backend, BlobStore, ModelVersion } from "../../store";
import type { ArtifactCache } from "../../tensor";
import type { PreparedRun } from "../lifelong/perform";
import type { HostRecords } from "./records";

/** The services of the host that a call may use. */
export interface HostContext {
  readonly runtime: Runtime;
  readonly blobs: BlobStore;
  readonly artifacts: ArtifactFiles;
  /** The artifacts as methods use them: made once, shared by all who need one. */
  readonly cache: ArtifactCache;
  readonly openEncoder: OpenEncoder;
  readonly records: HostRecords;
  /** The model as its checkpoint has it. */
  openModel(model: string, signal: AbortSignal): Promise<Model>;
  /** A version, with overlays on top that no version has yet. */
  openVersion(
    version: ModelVersion & { readonly overlays?: readonly string[] },
    signal: AbortSignal,
  ): Promise<Model>;
  /** Cases and questions of a lifelong run of a model, made at its first segment and kept for the next. */
  preparedRun(
    run: Run,
    model: string,
    runId: string,
    prepare: () => Promise<PreparedRun>,
  ): Promise<PreparedRun>;
}

/** The part of a call that both sides of a channel share. */
interface CallContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
  /** Whether it takes long: it then reports progress, and nothing limits its time. Any call can be cancelled. */
  readonly isLong: boolean;
}

interface Performed<I extends z.ZodType, O extends z.ZodType> extends CallContract<I, O> {
  /** One sentence for the API page. */
  readonly summary: string;
  perform(context: HostContext, run: Run, input: z.infer<I>): Promise<z.infer<O>>;
}

/** Any call, for lists of them. */
export type AnyCall = Performed<z.ZodType, z.ZodType>;

/** Answered at once. Its input names a model, which is in the address when it is asked by HTTP. */
export interface Question<I extends z.ZodObject, O extends z.ZodType> extends Performed<I, O> {
  readonly isLong: false;
  /** Largest HTTP body; the default of the server when absent. */
  readonly maxBodyBytes?: number;
}

export interface LongCall<I extends z.ZodType, O extends z.ZodType> extends Performed<I, O> {
  readonly isLong: true;
  /** Whether performing it again continues where it stopped. */
  readonly isResumable?: boolean;
}

export function defineQuestion<I extends z.ZodObject<{ model: z.ZodString }>, O extends z.ZodType>(
  question: Omit<Question<I, O>, "isLong">,
): Question<I, O> {
  return { ...question, isLong: false };
}

export function defineLongCall<I extends z.ZodType, O extends z.ZodType>(
  call: Omit<LongCall<I, O>, "isLong">,
): LongCall<I, O> {
  return { ...call, isLong: true };
}

/** Calls by name. */
export type CallTable = Readonly<Record<string, CallContract>>;

type Method<C> =
  C extends CallContract<infer I, infer O>
    ? C extends { readonly isLong: true }
      ? (run: Run, input: z.infer<I>) => Promise<z.infer<O>>
      : (input: z.input<I>, run?: Run) => Promise<z.infer<O>>
    : never;

/**
 * The calls of a table as methods. Long ones receive their `Run` first, and an input that is complete. Others need one only
 * to be cancelled.
 */
export type MethodsOf<T extends CallTable> = { readonly [K in keyof T]: Method<T[K]> };

/** Performs a call by its name. Its input and output are those of the table. */
export type Ask = (name: string, input: unknown, run?: Run) => Promise<unknown>;

/** The methods of a table from one function. */
export function methodsFrom<T extends CallTable>(calls: T, ask: Ask): MethodsOf<T> {
  const methods = Object.entries(calls).map(([name, { isLong }]) => [
    name,
    isLong
      ? (run: Run, input: unknown) => ask(name, input, run)
      : (input: unknown, run?: Run) => ask(name, input, run),
  ]);
  // The one place where names and types are held together by hand.
  return Object.fromEntries(methods) as unknown as MethodsOf<T>;
}

/** The methods of a table whose inputs are checked before they are performed; one without a run gets its own. */
export function checkedMethods<T extends CallTable>(
  calls: T,
  perform: (name: keyof T & string, input: unknown, run: Run) => Promise<unknown>,
): MethodsOf<T> {
  return methodsFrom(calls, async (name, asked, run) => {
    const input = parseInput(calls[name].input, asked);
    return perform(name, input, run ?? createRun({ seed: seedOf(input) }));
  });
}

/** The seed that an input asks for, 0 when it does not. */
export function seedOf(input: unknown): number | string {
  const seed = typeof input === "object" && input !== null && "seed" in input ? input.seed : undefined;
  return typeof seed === "number" || typeof seed === "string" ? seed : 0;
}

/** A call by the name that came from outside. Throws `not_found` for one that there is not. */
export function callNamed(calls: CallTable, name: string): CallContract {
  if (Object.hasOwn(calls, name)) return calls[name];
  throw new PalimpsestError("not_found", `A model host has no call "${name}".`, {
    hint: "The page and the host may be of different versions. Reload the page; if the server's sources are newer than its bundle, run npm run prepare:run and start it again.",
    details: because("otherRelease"),
  });
}

/** The opposite of `methodsFrom`: performs the methods of a table by name. */
export function askOf<T extends CallTable>(calls: T, methods: MethodsOf<T>): Ask {
  return async (name, input, run = createRun({ seed: seedOf(input) })) => {
    const { isLong } = callNamed(calls, name);
    const method = methods[name] as (...args: readonly unknown[]) => Promise<unknown>;
    return isLong ? method(run, input) : method(input, run);
  };
}

/** A host of the calls of a table. */
export type HostOf<T extends CallTable> = MethodsOf<T> & {
  readonly place: Backend;
  /** Threads of the WASM backend; 1 when absent. */
  readonly threads?: number;
  dispose(): Promise<void>;
};
