/** The process that runs models, with the fake model host. */
import { CALLS, serve } from "../../job";
import { readEnv } from "../env";
import { createBlobFiles } from "../storage/blob-files";
import { endWithParent } from "../worker/end-with-parent";
import { parentRecords } from "../worker/parent-records";
import { processPort } from "../worker/process-port";
import { createFakeModelHost } from "./fake-model-host";

const records = parentRecords();
serve(CALLS, processPort(process, "host"), {
  open: async () =>
    createFakeModelHost({ blobs: createBlobFiles(readEnv().blobFolder), records, stepMs: 20 }),
});
endWithParent();
