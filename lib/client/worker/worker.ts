/** The browser's worker: holds one model and answers the page. Ending it is the only way to give WASM memory back. */
import { createWorkerHandler } from "./worker-handler";
import { openModelHost } from "./open-model-host";
import { ToWorker, type FromWorker } from "./worker-protocol";

const post = (message: FromWorker) => postMessage(message);
const desk = createWorkerHandler(
  (modelId, choice) => openModelHost(modelId, choice, (progress) => post({ type: "loading", progress })),
  post,
  (error) => console.error(error), // the browser's console is the log of a tab
);

addEventListener("message", (event: MessageEvent<unknown>) => desk.receive(ToWorker.parse(event.data)));
