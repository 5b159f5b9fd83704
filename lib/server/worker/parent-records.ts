/** The records of the installation. The process that runs models asks its parent for them. */
import { connect, RECORD_CALLS, type HostRecords } from "../../job";
import { processPort } from "./process-port";

export function parentRecords(): HostRecords {
  return connect(RECORD_CALLS, processPort(process, "records"), { graceMs: 0, onStuck: () => undefined })
    .methods;
}
