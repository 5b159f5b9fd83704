/** What the model host of a tab looks up, from the server. */
import { listPresets, versionOverlays } from "../../api";
import type { HostRecords } from "../../job";
import { callEndpoint } from "../queries/http";

export const TAB_RECORDS: HostRecords = {
  overlaysOf: ({ version }) => callEndpoint(versionOverlays, { params: { versionId: version } }),
  presetsOf: ({ model }) => callEndpoint(listPresets, { input: { model } }),
};
