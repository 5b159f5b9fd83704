"use client";

import { Expand, Maximize2, Table2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useCallback, useMemo, useRef, useState } from "react";
import { useLanguage } from "@/components/messages";
import {
  Button,
  EmptyNote,
  ErrorNote,
  formatCount,
  IconButton,
  SegmentedControl,
  Skeleton,
} from "@/components/ui";
import { drawNetwork } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { AsOf } from "../records/as-of";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { useKnowledgeState } from "../view";
import { drawnEdges, drawnNodes, EDGE_KINDS, edgesAt, typesIn, type Moment } from "./drawn";
import { EntitySearch } from "./entity-search";
import { Legend } from "./legend";
import { NetworkTable } from "./network-table";
import { useLookedAt } from "./use-looked-at";

const NetworkCanvas = dynamic(() => import("./network-canvas"), { ssr: false, loading: Waiting });

/** Fills its box, and says what it waits for. */
function Waiting() {
  const { network: t } = useKnowledgeMessages();
  return (
    <div role="status" className="absolute inset-0 flex items-center justify-center">
      <Skeleton className="absolute inset-0" />
      <span className="relative text-sm text-soft">{t.waiting}</span>
    </div>
  );
}

const BOX =
  "relative h-96 overflow-hidden rounded-md border bg-raised lg:h-[30rem] in-[:fullscreen]:h-auto in-[:fullscreen]:flex-1";
/** All of a large graph. */
const MOST_FACTS = 12_000;
/** Around a point. */
const NEAR_FACTS = 120;
const NOBODY: readonly string[] = [];

/** The graph, drawn: all of it, around an entity, or what a plan changes; or the same as a table. */
export function NetworkTab() {
  const { network: t } = useKnowledgeMessages();
  const { language } = useLanguage();
  const { graphId } = useGraph();
  const [{ entity, at }, update] = useKnowledgeState();
  const looked = useLookedAt();
  const [look, setLook] = useState<"drawing" | "table">("drawing");
  const [isBroken, setBroken] = useState(false);
  const [moment, setMoment] = useState<Moment>("both");
  const [selected, setSelected] = useState<string>();
  /** Points whose facts were added, for what is looked at. */
  const [added, setAdded] = useState<{ readonly of: string; readonly nodes: readonly string[] }>();
  const frame = useRef<HTMLDivElement>(null);

  const center = entity ?? looked.key;
  const more = added?.of === center ? added.nodes : NOBODY;
  const around = [...(entity === undefined ? looked.around : [entity]), ...more];
  const isWhole = around.length === 0 && looked.statements.length === 0;
  const answer = useQueryOf(
    drawNetwork,
    {
      params: { graphId },
      input: {
        around,
        depth: isWhole ? 0 : 1,
        limit: isWhole ? MOST_FACTS : NEAR_FACTS * (1 + more.length),
        statements: entity === undefined && at === "" ? [...looked.statements] : [],
        unticked: [...looked.unticked],
        ...(at !== "" && { asOf: at }),
      },
    },
    { keepPrevious: true, enabled: !looked.isPending },
  );
  const { data } = answer;
  const words = useWording(data?.names);
  const edges = useMemo(() => drawnEdges(edgesAt(data?.edges ?? [], moment), words), [data, moment, words]);
  const nodes = useMemo(() => drawnNodes(data?.nodes ?? [], data?.names ?? {}, words), [data, words]);
  const hasPlan = data?.edges.some(({ change }) => change !== undefined) === true;
  const count = (value: number) => formatCount(value, language);
  const fail = useCallback(() => setBroken(true), []);
  const isTable = look === "table" || isBroken;
  const chosen = nodes.find(({ id }) => id === selected);

  return (
    <section aria-label={t.title} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <EntitySearch onFound={(found) => update({ entity: found }, { history: "push" })} />
        {(entity !== undefined || !isWhole) && (
          <Button
            size="sm"
            icon={<Expand />}
            disabled={isWhole}
            onClick={() => {
              looked.close();
              update({ entity: undefined }, { history: "push" });
            }}
          >
            {t.whole}
          </Button>
        )}
      </div>
      <AsOf />
      {answer.error && <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />}
      <div ref={frame} className="flex flex-col gap-2 bg-paper [&:fullscreen]:p-6">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p role="status" className="numeric text-xs text-faint">
            {data &&
              t.shown(count(edges.length), count(nodes.length), count(Math.max(data.total, edges.length)))}
          </p>
          <span className="flex items-center gap-1">
            {hasPlan && (
              <SegmentedControl
                size="sm"
                label={t.when}
                value={moment}
                onChange={setMoment}
                options={(["both", "before", "after"] as const).map((value) => ({ value, label: t[value] }))}
              />
            )}
            <IconButton
              size="sm"
              label={isTable ? t.drawing : t.table}
              icon={<Table2 />}
              disabled={isBroken}
              onClick={() => setLook(isTable ? "drawing" : "table")}
            />
            {!isTable && (
              <IconButton
                size="sm"
                label={t.enlarge}
                icon={<Maximize2 />}
                onClick={() => void frame.current?.requestFullscreen?.()}
              />
            )}
          </span>
        </div>
        {isBroken && <p className="text-sm text-warn">{t.noDrawing}</p>}
        {data === undefined ? (
          !answer.error && (
            <div className={BOX}>
              <Waiting />
            </div>
          )
        ) : edges.length === 0 && nodes.length === 0 ? (
          <EmptyNote title={t.none} />
        ) : isTable ? (
          <NetworkTable edges={edges} words={words} />
        ) : (
          <div className={BOX}>
            <NetworkCanvas
              nodes={nodes}
              edges={edges}
              selected={selected}
              label={t.picture(count(edges.length), count(nodes.length))}
              onSelect={setSelected}
              onFail={fail}
            />
          </div>
        )}
        {data && !isTable && (
          <Legend
            types={typesIn(data.names)}
            kinds={EDGE_KINDS.filter((kind) => edges.some((edge) => edge.kind === kind))}
          />
        )}
      </div>
      {!isTable &&
        (chosen === undefined ? (
          <p className="text-xs text-faint">{t.hint}</p>
        ) : (
          <div role="status" className="flex flex-wrap items-center gap-2">
            <span className="mr-1">
              {chosen.name} <span className="text-xs text-faint">{t.type(chosen.type)}</span>
            </span>
            {!isWhole && (
              <Button
                size="sm"
                onClick={() => setAdded({ of: center, nodes: [...more, chosen.id] })}
                disabled={around.includes(chosen.id)}
              >
                {t.expand}
              </Button>
            )}
            <Button size="sm" onClick={() => update({ entity: chosen.id }, { history: "push" })}>
              {t.only}
            </Button>
            <Button
              size="sm"
              variant="quiet"
              onClick={() => update({ entity: chosen.id, tab: "facts" }, { history: "push" })}
            >
              {t.facts}
            </Button>
          </div>
        ))}
    </section>
  );
}
