/** A child process that outlives its parent would go on computing for nobody. */
import { Worker } from "node:worker_threads";

const LOOK_EVERY_MS = 250;

/** Ends this process when the one that forked it is gone, however that one ended and whatever this one is doing. */
export function endWithParent(): void {
  process.on("disconnect", () => process.exit(0));
  // A long computation keeps the main thread from hearing that, so another one looks whether the parent is still there.
  const look = `process.ppid === ${process.ppid} || process.kill(process.pid, "SIGKILL")`;
  new Worker(`setInterval(() => ${look}, ${LOOK_EVERY_MS});`, { eval: true }).unref();
}
