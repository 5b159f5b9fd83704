/** What the model host of a tab looks up, from the server. */
import { listPresets, versionOverlays } from "../../api";
import { because, PalimpsestError } from "../../base";
import type { HostRecords } from "../../job";
import { callEndpoint } from "../queries/http";

export const TAB_RECORDS: HostRecords = {
  overlaysOf: ({ version }) => callEndpoint(versionOverlays, { params: { versionId: version } }),
  askJudge: () =>
    Promise.reject(
      new PalimpsestError("unsupported", "A tab asks no judge at an address.", {
        hint: "Run it on the server, or choose another judge.",
        details: { ...because("judgeOnServer"), field: "judge" },
      }),
    ),
  presetsOf: ({ model }) => callEndpoint(listPresets, { input: { model } }),
};
