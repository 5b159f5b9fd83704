"use client";

import {
  ChartColumn as ChartIcon,
  Ellipsis,
  FileImage,
  FileSpreadsheet,
  FileType,
  Table,
} from "lucide-react";
import { useMessages } from "@/components/messages";
import { IconButton, Menu, type MenuItem } from "@/components/ui";
import type { ExportFormat } from "./export";

interface ChartMenuProps {
  isTable: boolean;
  onTable: (isTable: boolean) => void;
  onSave: (format: ExportFormat) => void;
  /** Files that only this picture has. */
  more?: readonly MenuItem[];
}

/** A picture as a table, and as a file. */
export function ChartMenu({ isTable, onTable, onSave, more = [] }: ChartMenuProps) {
  const words = useMessages().charts.frame;
  return (
    <Menu
      trigger={<IconButton size="sm" label={words.actions} icon={<Ellipsis />} />}
      items={[
        {
          key: "table",
          label: isTable ? words.showChart : words.showTable,
          icon: isTable ? <ChartIcon /> : <Table />,
          onSelect: () => onTable(!isTable),
        },
        "separator",
        { key: "svg", label: words.saveSvg, icon: <FileType />, onSelect: () => onSave("svg") },
        { key: "png", label: words.savePng, icon: <FileImage />, onSelect: () => onSave("png") },
        { key: "csv", label: words.saveCsv, icon: <FileSpreadsheet />, onSelect: () => onSave("csv") },
        ...more,
      ]}
    />
  );
}
