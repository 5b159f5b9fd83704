/** Ends a child process with its parent. Otherwise it would go on with a computation that nobody waits for. */
import { Worker } from "node:worker_threads";

const LOOK_EVERY_MS = 250;

/** Ends this process when its parent has ended, even if the parent was killed or this process is computing. */
export function endWithParent(): void {
  process.on("disconnect", () => process.exit(0));
  // A long computation delays the event on the main thread, so another thread checks that the parent still exists.
  const look = `process.ppid === ${process.ppid} || process.kill(process.pid, "SIGKILL")`;
  new Worker(`setInterval(() => ${look}, ${LOOK_EVERY_MS});`, { eval: true }).unref();
}
