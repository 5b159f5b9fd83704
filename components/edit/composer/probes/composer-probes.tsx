"use client";

import { useMessages } from "@/components/messages";
import { SegmentedControl } from "@/components/ui";
import type { EditDrafts } from "../use-edit-drafts";
import { ProbeGroups } from "./probe-groups";
import { Timeline } from "./timeline";
import { useFillAll } from "./use-fill-all";

/** The probes that will judge the open edit, and what will happen. */
export function ComposerProbes({ edits }: { edits: EditDrafts }) {
  const t = useMessages().edit.composer;
  const { drafts, open, how } = edits;
  const draft = drafts[open];
  const change = edits.change;
  const all = useFillAll(edits);
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <ProbeGroups
        key={`probes-${open}`}
        draft={draft}
        onChange={change}
        all={drafts.length > 1 ? all : undefined}
      />
      <div className="flex flex-col gap-3 border-t pt-4">
        {drafts.length > 1 && (
          <SegmentedControl
            label={t.how}
            size="sm"
            value={how}
            onChange={edits.setHow}
            options={[
              { value: "batch", label: t.batch },
              { value: "sequential", label: t.sequential },
            ]}
          />
        )}
        <Timeline count={drafts.length} mode={drafts.length === 1 ? "single" : how} />
      </div>
    </div>
  );
}
