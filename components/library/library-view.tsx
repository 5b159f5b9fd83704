"use client";

import { ArrowRight, Layers } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { z } from "zod";
import { useLibraryMessages } from "@/components/messages/library";
import { PlaceHeader } from "@/components/shell/place-header";
import { useWorkbench } from "@/components/shell/workbench";
import { buttonClass, EmptyNote, Tabs } from "@/components/ui";
import { defineView, useViewState } from "@/lib/client/view-state";
import { DatasetsTab } from "./datasets-tab";
import { ModelsTab } from "./models-tab";
import { PresetsTab } from "./presets/presets-tab";
import { StatisticsTab } from "./statistics/statistics-tab";
import { StorageTab } from "./storage/storage-tab";

const libraryView = defineView(
  z.object({
    tab: z.enum(["models", "datasets", "statistics", "presets", "adapters", "storage"]).default("models"),
  }),
);

/** The Library: models today; what else it will hold says so. */
export function LibraryView() {
  const t = useLibraryMessages().library;
  const [{ tab }, update] = useViewState(libraryView);
  return (
    <div className="mx-auto max-w-6xl">
      <PlaceHeader place="library" />
      <Tabs
        label={t.tabs.label}
        value={tab}
        onChange={(next) => update({ tab: next })}
        items={[
          { value: "models", label: t.tabs.models, content: <ModelsTab /> },
          { value: "datasets", label: t.tabs.datasets, content: <DatasetsTab /> },
          {
            value: "statistics",
            label: t.tabs.statistics,
            content: <StatisticsTab />,
          },
          { value: "presets", label: t.tabs.presets, content: <PresetsTab /> },
          {
            value: "adapters",
            label: t.tabs.adapters,
            content: <Later text={t.adapters} path="/history" icon={<Layers />} />,
          },
          { value: "storage", label: t.tabs.storage, content: <StorageTab /> },
        ]}
      />
    </div>
  );
}

interface LaterProps {
  text: { title: string; detail: string; action: string };
  path: string;
  icon: ReactNode;
}

function Later({ text, path, icon }: LaterProps) {
  const { hrefTo } = useWorkbench();
  return (
    <EmptyNote
      icon={icon}
      title={text.title}
      detail={text.detail}
      action={
        <Link href={hrefTo(path)} className={buttonClass("secondary")}>
          {text.action}
          <ArrowRight aria-hidden className="size-4" />
        </Link>
      }
    />
  );
}
