/** The process that runs models, around the fake host. */
import { CALLS, serve } from "../../job";
import { readEnv } from "../env";
import { createBlobFiles } from "../storage/blob-files";
import { endWithParent } from "../worker/end-with-parent";
import { processPort } from "../worker/process-port";
import { createFakeModelHost } from "./fake-model-host";

serve(CALLS, processPort(process), {
  open: async () => createFakeModelHost({ blobs: createBlobFiles(readEnv().blobFolder), stepMs: 20 }),
});
endWithParent();
