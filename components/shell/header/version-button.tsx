"use client";

import { ChevronDown, GitBranch, Settings2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMessages } from "@/components/messages";
import { Menu, shortId, Skeleton, type MenuItem } from "@/components/ui";
import { useWorkbench } from "../workbench";

/** The model and its checked-out version, one click from History; beside it, the list of models and branches. */
export function VersionButton() {
  const t = useMessages().shell.model;
  const modelHost = useWorkbench();
  const name = modelHost.model?.name ?? modelHost.modelId;

  if (modelHost.isLoading && !modelHost.head) {
    return (
      <div className="flex items-center gap-3" role="status" aria-label={t.loading}>
        <Skeleton className="h-5 w-40" />
      </div>
    );
  }
  const version = modelHost.head ? shortId(modelHost.head.id) : t.none;
  return (
    <div className="flex min-w-0 items-center">
      <Link
        href={modelHost.hrefTo("/history")}
        aria-label={t.label(name, version)}
        className="flex min-h-10 min-w-0 items-baseline gap-2 rounded-md px-2 py-2 hover:bg-sunken"
      >
        <span className="truncate font-display text-lg leading-none text-ink">{name}</span>
        <span className="flex items-center gap-1 font-mono text-xs whitespace-nowrap text-soft">
          <GitBranch aria-hidden className="size-3 shrink-0 self-center text-faint" />
          <span className="hidden max-w-32 truncate sm:inline">{modelHost.branchName}</span>
          <span aria-hidden className="hidden text-faint sm:inline">
            @
          </span>
          {version}
        </span>
      </Link>
      <ModelMenu />
    </div>
  );
}

function ModelMenu() {
  const t = useMessages().shell.model;
  const router = useRouter();
  const modelHost = useWorkbench();
  const models = modelHost.models.map<MenuItem>((record) => ({
    key: `model-${record.id}`,
    label: record.name,
    checked: record.id === modelHost.modelId,
    onSelect: () => modelHost.setModel(record.id),
  }));
  const branches = modelHost.branches.map<MenuItem>((branch) => ({
    key: `branch-${branch.id}`,
    label: <span className="font-mono">{branch.name}</span>,
    detail: <span className="font-mono">{shortId(branch.head)}</span>,
    icon: <GitBranch />,
    checked: branch.id === modelHost.branchId,
    onSelect: () => modelHost.setBranch(branch.name),
  }));
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={t.choose}
          className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-faint hover:bg-sunken hover:text-ink"
        >
          <ChevronDown aria-hidden className="size-4" />
        </button>
      }
      items={[
        ...models,
        ...(branches.length > 0 ? (["separator", ...branches] as const) : []),
        "separator",
        {
          key: "manage",
          label: t.manage,
          icon: <Settings2 />,
          onSelect: () => router.push(modelHost.hrefTo("/library")),
        },
      ]}
    />
  );
}
