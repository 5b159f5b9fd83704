/** Runs in the browser before the page is taken over. */
import { startWorkerEarly } from "./lib/client/worker/start-worker";

startWorkerEarly(location);
