/**
 * A bench: everything that can be asked of models in one place. The browser's worker, the server's worker and the command
 * line each have one; it is the same code, so it gives the same answers, and a page does not care which it talks to.
 */
import type { z } from "zod";
import type { Run } from "../../base";
import type {
  EditJobInput,
  EditJobOutput,
  LifelongState,
  LifelongSegment,
  Backend,
  PrepareJobInput,
  PrepareJobOutput,
  Proposal,
  ProposeJobInput,
} from "../../store";
import type { fingerprint, generate, nextTokens, preflight, tokens } from "../../api";

type In<E extends { input: z.ZodType }> = z.infer<E["input"]>;
type Out<E extends { output: z.ZodType }> = z.infer<E["output"]>;

export interface ModelHost {
  readonly place: Backend;
  tokens(model: string, input: In<typeof tokens>): Promise<Out<typeof tokens>>;
  nextTokens(model: string, input: In<typeof nextTokens>): Promise<Out<typeof nextTokens>>;
  generate(model: string, input: In<typeof generate>): Promise<Out<typeof generate>>;
  fingerprint(model: string, input: In<typeof fingerprint>): Promise<Out<typeof fingerprint>>;
  preflight(input: In<typeof preflight>): Promise<Out<typeof preflight>>;
  /** The `edit` job. Overlays it makes are in the bench's blob store under the addresses of the output. */
  edit(run: Run, input: EditJobInput): Promise<EditJobOutput>;
  /** The `prepare` job. What it makes is in the bench's artifacts; performed again, it goes on where it was stopped. */
  prepare(run: Run, input: PrepareJobInput): Promise<PrepareJobOutput>;
  /** The `propose` job, but for keeping what it found. */
  propose(run: Run, input: ProposeJobInput): Promise<Proposal>;
  /**
   * A stretch of the `lifelong` job: goes on from what was kept of the run, and returns when it has kept something new.
   * The run is done when its last row is there. Overlays and verdicts are in the bench's blob store.
   */
  lifelong(run: Run, input: LifelongSegment): Promise<LifelongState>;
  dispose(): Promise<void>;
}
