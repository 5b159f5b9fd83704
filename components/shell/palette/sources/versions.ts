import { History } from "lucide-react";
import { indexVersions } from "@/components/history/ancestry";
import { describeVersion, searchText } from "@/components/history/describe";
import { useHistoryMessages } from "@/components/messages/history";
import { versionGraph } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { useWorkbench } from "../../workbench";
import type { PaletteSource } from "../source";

export const versionsSource: PaletteSource = {
  id: "versions",
  useEntries({ go }) {
    const history = useHistoryMessages();
    const { modelId, model } = useWorkbench();
    const versions = useQueryOf(versionGraph, { input: { model: modelId } }).data?.versions ?? [];
    const index = indexVersions(versions);
    return versions.map((version) => ({
      id: version.id,
      label: describeVersion(version, index, history, model?.name).title,
      keywords: [searchText(version)],
      icon: History,
      onSelect: () => go("/history", { v: version.id }),
    }));
  },
};
