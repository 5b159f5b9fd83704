"use client";

import { useExploreMessages } from "@/components/messages/explore";
import { PlaceHeader } from "@/components/shell/place-header";
import { useWorkbench } from "@/components/shell/workbench";
import { Field, SegmentedControl, Tabs, TextInput } from "@/components/ui";
import { CircuitPanel } from "./circuit-panel";
import { LensPanel } from "./lens-panel";
import { TracePanel } from "./trace-panel";
import { useExploreView } from "./view";

/** The Explore place: one prompt, looked at in three ways, in the checked-out version or the model before any edit. */
export function ExploreView() {
  const t = useExploreMessages();
  const [view, update] = useExploreView();
  const { head } = useWorkbench();
  const isEdited = head !== undefined && head.change.kind !== "checkpoint";
  const fields = ["prompt", "subject", "answer", "other"] as const;
  return (
    <div className="mx-auto max-w-7xl">
      <PlaceHeader
        place="explore"
        actions={
          isEdited && (
            <SegmentedControl
              label={t.version.label}
              value={view.base ? "base" : "version"}
              onChange={(value) => update({ base: value === "base" })}
              options={[
                { value: "base", label: t.version.base },
                { value: "version", label: t.version.edited },
              ]}
            />
          )
        }
      />
      <div className="mb-6 grid gap-4 sm:grid-cols-2 xl:grid-cols-[2fr_1fr_1fr_1fr]">
        {fields.map((field) => (
          <Field
            key={field}
            label={t.fields[field].label}
            hint={t.fields[field].hint}
            error={field === "prompt" && !view.prompt.includes("{}") ? t.fields.prompt.missing : undefined}
          >
            {(control) => (
              <TextInput
                {...control}
                mono
                value={view[field]}
                onChange={(event) => update({ [field]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <Tabs
        label={t.analyses}
        value={view.show}
        onChange={(show) => update({ show }, { history: "push" })}
        items={[
          { value: "lens", label: t.lens.title, content: <LensPanel view={view} /> },
          { value: "trace", label: t.trace.title, content: <TracePanel view={view} /> },
          {
            value: "circuit",
            label: t.circuit.title,
            content: <CircuitPanel view={view} onSize={(size) => update({ size })} />,
          },
        ]}
      />
    </div>
  );
}
