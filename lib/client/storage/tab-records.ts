/** What the model host of a tab looks up, from the server. */
import { listPresets, versionOverlays } from "../../api";
import type { HostRecords } from "../../job";
import { callEndpoint } from "../queries/http";
import type { TabBlobs } from "./tab-blobs";

/** Whoever asks for the overlays of a version opens it next, so they are fetched on the way. */
export function createTabRecords(blobs: Pick<TabBlobs, "fetchAll">): HostRecords {
  return {
    async overlaysOf({ version }) {
      const found = await callEndpoint(versionOverlays, { params: { versionId: version } });
      await blobs.fetchAll(version, found.overlays);
      return found;
    },
    presetsOf: ({ model }) => callEndpoint(listPresets, { input: { model } }),
  };
}
