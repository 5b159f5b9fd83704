/**
 * Asks again, of two branches that are merged, every question that was asked when their edits were made. The verdict is kept among the
 * artifacts: it is shown before anybody decides, and stored with the version when it is kept.
 */
import { hashJson, type Run } from "../../base";
import { caseAsRead, promptsAsWritten } from "../../edit";
import { asGiven, evaluate, measureEdit } from "../../eval";
import { Verdict } from "../../eval/report";
import { readOverlay } from "../../model";
import { readTexts, textsBundle, type RecheckInput } from "../../store";
import type { HostContext } from "../calls/call";

type Host = Pick<HostContext, "openVersion" | "blobs" | "cache" | "runtime">;

export async function performRecheck(
  run: Run,
  { model, before: version, kept, added, cases }: RecheckInput,
  { openVersion, blobs, cache, runtime }: Host,
): Promise<Verdict> {
  const before = await openVersion({ model, version }, run.signal);
  const after = await openVersion({ model, overlays: [...kept, ...added] }, run.signal);
  const key = {
    artifact: "recheck",
    checkpoint: model,
    before: await before.fingerprint(),
    after: await after.fingerprint(),
    cases: await hashJson(cases),
    place: runtime.kind,
  };
  const ask = async () => {
    const overlays = await Promise.all(added.map(async (address) => readOverlay(await blobs.get(address))));
    const read = cases.map((one) => caseAsRead(before, one));
    const results = await measureEdit(run, before, { after, cases: read, overlays });
    return textsBundle([JSON.stringify(asGiven(evaluate([results]), promptsAsWritten(before, cases)))]);
  };
  const [text] = readTexts(await cache.getOrMake(key, ask, run.signal));
  return Verdict.parse(JSON.parse(text));
}
