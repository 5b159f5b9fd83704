/**
 * Starts the worker of the models. The first one may start while the page's scripts are still taken in, because its own
 * scripts take as long; it opens no model before it is told to.
 */
let early: Worker | undefined;

/** The places that work with the model as soon as they are shown. */
const WORKS_AT_ONCE = /^\/(edit|chat|explore)$/;

/** For the very beginning of a page. Work on the server needs no worker. */
export function startWorkerEarly({ pathname, search }: Pick<Location, "pathname" | "search">): void {
  if (!WORKS_AT_ONCE.test(pathname) || new URLSearchParams(search).get("p") === "server") return;
  const worker = newWorker();
  early = worker;
  worker.addEventListener("error", () => {
    // One that could not start is started again by whoever needs it, and the failure is told there.
    if (early === worker) early = undefined;
  });
}

export function startWorker(): Worker {
  const worker = early ?? newWorker();
  early = undefined;
  return worker;
}

function newWorker(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "palimpsest-models" });
}
