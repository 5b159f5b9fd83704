"use client";

import { Ellipsis, FileCode2, FileImage, FileSpreadsheet, FileType } from "lucide-react";
import { saveTable } from "@/components/charts/export";
import { saveDrawing, svgDocument } from "@/components/charts/shared/svg";
import type { ChartTheme } from "@/components/charts/theme";
import { useMessages } from "@/components/messages";
import { useExploreMessages } from "@/components/messages/explore";
import { useWorkbench } from "@/components/shell/workbench";
import { IconButton, Menu, toast } from "@/components/ui";
import type { AnalysisCard } from "@/lib/api";
import { saveBlob } from "@/lib/client/storage/save-file";
import type { ListedVersion } from "@/lib/store";
import type { Asked } from "../ask/use-asked";
import type { ExploreView } from "../view";
import { mibJson, neuronpediaJson, referenceJson, type ShownCircuit } from "./formats";
import { graphOf } from "./model";
import { pictureSvg, wholePicture, type Picture } from "./picture/picture";
import type { ShownEdges } from "./use-circuit";

interface CircuitMenuProps {
  card: AnalysisCard;
  shown: ShownEdges;
  /** Of the boxes; the whole model is drawn where it is null. */
  picture: Picture | null;
  /** The picture does not have all edges yet, so it is not saved. */
  isMoving: boolean;
  asked: Asked;
  edited: ListedVersion | undefined;
  view: ExploreView;
  theme: ChartTheme | null;
}

const WHOLE_WIDTH = 960;

/** The circuit that is shown as a file: a picture, a table, or the file of another tool. */
export function CircuitMenu({
  card,
  shown,
  picture,
  isMoving,
  asked,
  edited,
  view,
  theme,
}: CircuitMenuProps) {
  const t = useExploreMessages().circuit;
  const { frame } = useMessages().charts;
  const { modelId } = useWorkbench();
  const { versions, edges, grouped } = shown;
  const last = versions[versions.length - 1];
  const { answer } = last;
  const attempt = (saving: Promise<void>) => void saving.catch(() => toast.error(frame.notSaved));

  const saveImage = async (format: "svg" | "png") => {
    if (!theme) return;
    const drawn = picture ?? wholePicture(graphOf(answer.graph), edges, WHOLE_WIDTH);
    const { width, height } = drawn;
    const title = asked.prompt.replace("{}", () => asked.subject);
    const subtitle = t.table(picture ? grouped.length : edges.length);
    const inner = pictureSvg(drawn, theme);
    await saveDrawing(svgDocument({ title, subtitle, width, height, inner }, theme), "circuit", format);
  };
  const saveCsv = () =>
    saveTable(
      {
        columns: [
          { label: t.from, kind: "text" },
          { label: t.to, kind: "text" },
          { label: t.port, kind: "text" },
          ...(versions.length > 1
            ? [
                { label: t.before, kind: "number" as const },
                { label: t.after, kind: "number" as const },
                { label: t.state, kind: "text" as const },
              ]
            : [{ label: t.score, kind: "number" as const }]),
        ],
        rows: edges.map((edge) => [
          edge.from,
          edge.to,
          edge.port ?? "",
          ...("state" in edge ? [edge.before, edge.after, t.states[edge.state]] : [edge.score]),
        ]),
      },
      "circuit",
    );
  // Formats of one graph hold that of the version after the edit, where there are two.
  const whole: ShownCircuit = {
    model: modelId,
    version: last.side.key === "version" ? edited?.id : undefined,
    prompt: asked.prompt.replace("{}", () => asked.subject),
    tokens: answer.tokens.clean,
    graph: graphOf(answer.graph),
    width: answer.graph.width,
    edges: last.edges,
    method: t.method(String(view.x.method ?? "eap-ig")),
    names: view.names,
    pins: view.pins,
    groups: view.groups,
  };
  const saveJson = (value: object, name: string) =>
    saveBlob(new Blob([JSON.stringify(value, null, 1)], { type: "application/json" }), `${name}.json`);

  return (
    <Menu
      trigger={<IconButton size="sm" label={frame.actions} icon={<Ellipsis />} />}
      items={[
        {
          key: "svg",
          label: frame.saveSvg,
          icon: <FileType />,
          disabled: isMoving,
          onSelect: () => attempt(saveImage("svg")),
        },
        {
          key: "png",
          label: frame.savePng,
          icon: <FileImage />,
          disabled: isMoving,
          onSelect: () => attempt(saveImage("png")),
        },
        { key: "csv", label: frame.saveCsv, icon: <FileSpreadsheet />, onSelect: () => attempt(saveCsv()) },
        "separator",
        {
          key: "reference",
          label: t.saveReference,
          icon: <FileCode2 />,
          onSelect: () => saveJson(referenceJson(whole), `${card.id}-reference`),
        },
        {
          key: "mib",
          label: t.saveMib,
          icon: <FileCode2 />,
          onSelect: () => saveJson(mibJson(whole), `${card.id}-mib`),
        },
        {
          key: "neuronpedia",
          label: t.saveNeuronpedia,
          icon: <FileCode2 />,
          onSelect: () => saveJson(neuronpediaJson(whole, Date.now()), `${card.id}-neuronpedia`),
        },
      ]}
    />
  );
}
