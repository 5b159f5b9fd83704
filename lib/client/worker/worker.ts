/** The browser's worker: holds one model and answers the page. Ending it is the only way to give WASM memory back. */
import { SILENT } from "../../base";
import { serve } from "../../job/channel";
import { messagePort } from "./message-port";
import { openModelHost } from "./open-model-host";
import { TAB_CALLS, TabTarget } from "./tab-calls";

serve(TAB_CALLS, messagePort(globalThis as unknown as Worker), {
  open: (target, onLoading) => openModelHost(TabTarget.parse(target), onLoading),
  // The browser's console is the log of a tab.
  log: { ...SILENT, warn: (message, fields) => console.error(message, fields) },
});
