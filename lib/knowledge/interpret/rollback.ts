/** Requests to undo, in both languages: the last plan, a plan by its number, all of a person or of today. */
import type { Rollback } from "./reading";

const UNDO = String.raw`(?:please )?(?:can you |could you )?(?:undo|roll back|rollback|revert|take back|cancel|reverse)`;
const EDITS = String.raw`(?:edits?|changes?|plans?|corrections?|facts?|one|step|thing)`;
const ZH_UNDO = "(?:请|帮我)*(?:撤销|撤回|回滚|取消|还原|恢复|退回|回退)";
const ZH_EDITS = "(?:修改|编辑|计划|更改|改动|操作|步骤)";
const rollbackForm = (form: string): RegExp => new RegExp(`^${form}(?: please)?[.!。！]?$`, "i");

const ROLLBACKS: readonly [form: RegExp, rollback: (match: RegExpExecArray) => Rollback][] = [
  [rollbackForm(String.raw`${UNDO} plan (\d+)`), ([, plan]) => ({ kind: "plan", plan: Number(plan) })],
  [
    rollbackForm(`${UNDO} (?:everything|all (?:the )?${EDITS}) (?:of|by|from) today`),
    () => ({ kind: "today" }),
  ],
  [rollbackForm(`${UNDO} today's ${EDITS}`), () => ({ kind: "today" })],
  [
    rollbackForm(`${UNDO} (?:everything|all (?:the )?${EDITS}|what) (?:of|by|from) (.+?)(?: said| did)?`),
    ([, author]) => ({ kind: "author", author }),
  ],
  [rollbackForm(`${UNDO}(?: (?:that|it|this))?(?: ${EDITS})?(?: again)?`), () => ({ kind: "last" })],
  [
    rollbackForm(`${UNDO} (?:the|my|our) (?:last|latest|previous|most recent) ${EDITS}`),
    () => ({ kind: "last" }),
  ],
  [
    rollbackForm(`(?:please )?(?:take|put) (?:that|it|this)(?: ${EDITS})? back(?: .{0,30})?`),
    () => ({ kind: "last" }),
  ],
  [rollbackForm(`(?:please )?go (?:one step back|back one step)`), () => ({ kind: "last" })],
  [rollbackForm(String.raw`${ZH_UNDO}计划 ?(\d+)`), ([, plan]) => ({ kind: "plan", plan: Number(plan) })],
  [rollbackForm(`${ZH_UNDO}今天的?(?:所有|全部)?的?${ZH_EDITS}`), () => ({ kind: "today" })],
  [rollbackForm(`${ZH_UNDO}(.+?)的(?:所有|全部)${ZH_EDITS}`), ([, author]) => ({ kind: "author", author })],
  [
    rollbackForm(`${ZH_UNDO}(?:到)?(?:它|(?:上一?|刚才|最近一?|前一?)(?:次|步|个|条)?的?${ZH_EDITS}?)?`),
    () => ({ kind: "last" }),
  ],
];

/** What a request to undo means, or undefined where the text is none. */
export function rollbackOf(text: string): Rollback | undefined {
  for (const [form, rollback] of ROLLBACKS) {
    const match = form.exec(text);
    if (match !== null) return rollback(match);
  }
  return undefined;
}
