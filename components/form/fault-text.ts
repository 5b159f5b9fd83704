import type { Messages } from "@/components/messages";
import type { FieldFault } from "./schema";

/** A fault as a sentence. */
export function faultText(fault: FieldFault, words: Messages["form"]): string {
  switch (fault.code) {
    case "atLeast":
    case "atMost":
    case "above":
    case "below":
      return words.faults[fault.code](fault.bound);
    case "option":
      return words.faults.option(fault.options.join(", "));
    default:
      return words.faults[fault.code];
  }
}
