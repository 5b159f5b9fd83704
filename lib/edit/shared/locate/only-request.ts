/** For methods that write one fact a call. */
import { because, PalimpsestError } from "../../../base";
import type { EditRequest } from "../../../data";

/** The only request. Throws `unsupported` when there are several. */
export function onlyRequest(requests: readonly EditRequest[]): EditRequest {
  if (requests.length === 1) return requests[0];
  throw new PalimpsestError(
    "unsupported",
    `This method writes one fact a call, and ${requests.length} were given.`,
    {
      hint: "Run them in sequence, or choose a method that takes batches.",
      details: { ...because("oneFactAtATime"), field: "requests" },
    },
  );
}
