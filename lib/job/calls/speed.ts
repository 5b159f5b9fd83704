/** How fast the host's device multiplies: measured once, for every estimate of time. */
import { measureSpeed, type Runtime } from "../../runtime";
import type { ArtifactCache } from "../../tensor";

/** Floating-point operations a second. */
export function speedOf(runtime: Runtime, cache: ArtifactCache): Promise<number> {
  return cache.remember({ derived: "speed", runtime: runtime.kind }, () => measureSpeed(runtime));
}
