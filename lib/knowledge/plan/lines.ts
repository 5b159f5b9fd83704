/** The lines of a plan, as data that is shown, sent and kept. */
import { z } from "zod";
import { GraphDate, GraphRule, GraphTriple } from "../graph/schema";

/** Why a line is in the plan. */
export const LineRule = z.discriminatedUnion("kind", [
  /** It was said. */
  z.object({ kind: z.literal("stated") }),
  /** The relation allows one object of a subject. */
  z.object({ kind: z.literal("coverage") }),
  /** The relation allows one subject of an object. */
  z.object({ kind: z.literal("reverse") }),
  /** The other direction of another line. */
  z.object({ kind: z.literal("inverse") }),
  z.object({ kind: z.literal("composition"), rule: GraphRule }),
  /** The graph has it already; the model may not. */
  z.object({ kind: z.literal("known") }),
  /** A fact about a new object, which an edit may have touched. */
  z.object({ kind: z.literal("neighbourhood") }),
]);
export type LineRule = z.infer<typeof LineRule>;

export const PlanLine = z.object({
  /** "add country/France capital city/Rome": the same in every plan that has the line, so that it stays unticked when planned again. */
  id: z.string(),
  kind: z.enum(["add", "derive", "retract", "check"]),
  triple: GraphTriple,
  rule: LineRule,
  /** Id of the line that caused this one. */
  because: z.string().optional(),
  from: GraphDate.optional(),
  until: GraphDate.optional(),
  /** False where the person took the tick away: it is shown and not done. */
  ticked: z.boolean(),
});
export type PlanLine = z.infer<typeof PlanLine>;

/** A value that somebody stated and that a rule contradicts. The stated one stays. */
export const Override = z.object({ stated: GraphTriple, derived: GraphTriple, rule: GraphRule });
export type Override = z.infer<typeof Override>;
