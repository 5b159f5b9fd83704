"use client";

import { Pin, PinOff, Ungroup, Group as GroupIcon } from "lucide-react";
import { useMemo } from "react";
import { useExploreMessages } from "@/components/messages/explore";
import { Button, formatPercent, IconButton, TextInput } from "@/components/ui";
import type { ExploreView, UpdateExploreView } from "../view";
import { suggestGroups } from "./groups";
import { edgesAt, type CircuitEdge, type ComparedEdge } from "./model";

interface NodePanelProps {
  /** With each group as one node. */
  edges: readonly (CircuitEdge | ComparedEdge)[];
  nodes: readonly string[];
  active: string | null;
  view: ExploreView;
  update: UpdateExploreView;
  onPin: (node: string) => void;
}

const LISTED = 6;

/** The node that is looked at with its strongest edges; those that are pinned, named and grouped. */
export function NodePanel({ edges, nodes, active, view, update, onPin }: NodePanelProps) {
  const t = useExploreMessages().circuit;
  const node = active !== null && nodes.includes(active) ? active : null;
  const pinned = view.pins.filter((pin) => nodes.includes(pin));
  return (
    <aside className="flex min-w-0 flex-col gap-5 text-sm">
      <section aria-live="polite" className="min-h-44">
        {node ? (
          <NodeEdges node={node} label={view.names[node]} edges={edges} />
        ) : (
          <p className="text-soft">{t.nodeHint}</p>
        )}
      </section>
      {pinned.length > 0 && <Pins pinned={pinned} view={view} update={update} onPin={onPin} />}
      <Groups edges={edges} view={view} update={update} />
    </aside>
  );
}

function NodeEdges({
  node,
  label,
  edges,
}: {
  node: string;
  label: string | undefined;
  edges: readonly (CircuitEdge | ComparedEdge)[];
}) {
  const t = useExploreMessages().circuit;
  const { into, out } = edgesAt(edges, node);
  return (
    <>
      <h3 className="text-lg">
        {label ? `${label} ` : ""}
        <span className={label ? "font-mono text-sm text-faint" : "font-mono"}>{node}</span>
      </h3>
      {[
        { title: t.into, list: into, end: "from" as const },
        { title: t.out, list: out, end: "to" as const },
      ].map(({ title, list, end }) => (
        <div key={end} className="mt-2">
          <p className="eyebrow">{title}</p>
          {list.length === 0 && <p className="text-faint">{t.none}</p>}
          <ul>
            {list.slice(0, LISTED).map((edge) => (
              <li key={edge.id} className="flex items-baseline justify-between gap-3">
                <span className="truncate font-mono text-xs">
                  {edge[end]}
                  {edge.port && <span className="text-faint"> {edge.port}</span>}
                  {"state" in edge && edge.state !== "kept" && (
                    <span className={edge.state === "new" ? "text-after" : "text-accent"}>
                      {" "}
                      {t.states[edge.state]}
                    </span>
                  )}
                </span>
                <span className="numeric text-xs">
                  {edge.score < 0 ? "−" : "+"}
                  {Math.abs(edge.score).toFixed(2)}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}

interface PinsProps {
  pinned: readonly string[];
  view: ExploreView;
  update: UpdateExploreView;
  onPin: (node: string) => void;
}

/** Pinned nodes, each with the name that a person gives it. */
function Pins({ pinned, view, update, onPin }: PinsProps) {
  const t = useExploreMessages().circuit;
  const isGroup = (node: string) => view.groups.some(({ name }) => name === node);
  const rename = (node: string, name: string) => {
    const { [node]: _, ...rest } = view.names;
    update({ names: name === "" ? rest : { ...rest, [node]: name } });
  };
  const groupable = pinned.filter((node) => !isGroup(node) && node !== "input" && node !== "logits");
  return (
    <section>
      <h3 className="mb-1.5 flex items-center gap-1.5 font-sans text-sm font-medium">
        <Pin aria-hidden className="size-3.5 text-accent" />
        {t.pins}
      </h3>
      <ul className="flex flex-col gap-1.5">
        {pinned.map((node) => (
          <li key={node} className="flex items-center gap-2">
            <span className="w-16 shrink-0 truncate font-mono text-xs">{node}</span>
            <TextInput
              aria-label={t.rename(node)}
              placeholder={t.name}
              maxLength={40}
              value={view.names[node] ?? ""}
              onChange={(event) => rename(node, event.target.value)}
              className="min-h-8 text-sm"
            />
            <IconButton
              size="sm"
              label={`${t.unpin} ${node}`}
              icon={<PinOff />}
              onClick={() => onPin(node)}
            />
          </li>
        ))}
      </ul>
      {groupable.length > 1 && (
        <Button
          size="sm"
          variant="quiet"
          icon={<GroupIcon />}
          className="mt-2 -ml-2.5"
          onClick={() => update(grouped(view, groupable, t.groupName(view.groups.length + 1)))}
        >
          {t.groupPinned}
        </Button>
      )}
    </section>
  );
}

/** The view with one group more, whose nodes are pinned no longer. */
function grouped(
  { groups, pins }: ExploreView,
  nodes: readonly string[],
  name: string,
): Partial<ExploreView> {
  return {
    groups: [...groups, { name, nodes: [...nodes] }],
    pins: pins.filter((pin) => !nodes.includes(pin)),
  };
}

interface GroupsProps {
  edges: readonly (CircuitEdge | ComparedEdge)[];
  view: ExploreView;
  update: UpdateExploreView;
}

/** Groups that there are, and those that are suggested, to be accepted one by one. */
function Groups({ edges, view, update }: GroupsProps) {
  const t = useExploreMessages().circuit;
  const names = view.groups.map(({ name }) => name);
  const suggestions = useMemo(
    () =>
      suggestGroups(
        edges,
        view.groups.map(({ name }) => ({ name, nodes: [name] })),
      ),
    [edges, view.groups],
  );
  return (
    <section className="flex flex-col gap-3">
      {names.length > 0 && (
        <div>
          <h3 className="mb-1 font-sans text-sm font-medium">{t.groups}</h3>
          <ul className="flex flex-col gap-1">
            {view.groups.map(({ name, nodes }) => (
              <li key={name} className="flex items-center justify-between gap-2">
                <span className="min-w-0">
                  {name} <span className="font-mono text-xs text-faint">{t.group(nodes)}</span>
                </span>
                <IconButton
                  size="sm"
                  label={t.ungroup(name)}
                  icon={<Ungroup />}
                  onClick={() =>
                    update({
                      groups: view.groups.filter((group) => group.name !== name),
                      pins: view.pins.filter((pin) => pin !== name),
                    })
                  }
                />
              </li>
            ))}
          </ul>
        </div>
      )}
      {suggestions.length > 0 && (
        <details>
          <summary className="text-soft hover:text-ink">{t.suggested}</summary>
          <ul className="mt-2 flex flex-col gap-2">
            {suggestions.map(({ nodes, similarity }) => (
              <li key={nodes.join()} className="flex items-center justify-between gap-2">
                <span className="min-w-0">
                  <span className="font-mono text-xs">{t.group(nodes)}</span>{" "}
                  <span className="text-xs text-faint">{t.similarity(formatPercent(similarity))}</span>
                </span>
                <Button
                  size="sm"
                  onClick={() => update(grouped(view, nodes, t.groupName(view.groups.length + 1)))}
                >
                  {t.accept}
                </Button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
