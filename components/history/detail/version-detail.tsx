"use client";

import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useHistoryMessages } from "@/components/messages/history";
import { ChatAnswers } from "@/components/results/chat-answers";
import { useWorkbench } from "@/components/shell/workbench";
import {
  Badge,
  Button,
  buttonClass,
  Card,
  EmptyNote,
  ErrorNote,
  formatTime,
  shortId,
  Skeleton,
} from "@/components/ui";
import { getVersion } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import type { ListedVersion } from "@/lib/store";
import { requestsOf, siblingOf } from "../describe";
import { useLanguageTag, useNaming } from "../use-history";
import { useMethods } from "../use-methods";
import { Actions, type ActionsProps } from "./actions";
import { Evidence } from "./evidence";
import { Facts } from "./facts";
import { answersOf, PalimpsestList } from "./overwritten-prompt";
import { MergedBy } from "./merged-by";
import { Scores } from "./scores";
import { TakenOut } from "./taken-out";
import { Union } from "./union";

interface VersionDetailProps extends Omit<ActionsProps, "isEdited"> {
  onSelect: (id: string) => void;
  onBack: () => void;
}

/** Everything about one version: what it changed, how it was made, what it did. */
export function VersionDetail({ onSelect, onBack, ...actions }: VersionDetailProps) {
  const { version, graph } = actions;
  const t = useHistoryMessages();
  const name = useNaming(graph.index);
  const query = useQueryOf(getVersion, { params: { versionId: version.id } }, { staleTimeMs: Infinity });
  const measurement = query.data?.measurement;
  const overlayCount = query.data?.overlayCount;
  const description = name(version);
  const heads = graph.branches.filter((branch) => branch.head === version.id);

  return (
    <section aria-label={t.detail.label} className="flex flex-col gap-5">
      <div>
        <Button
          size="sm"
          variant="quiet"
          icon={<ArrowLeft />}
          onClick={onBack}
          className="mb-2 -ml-2.5 lg:hidden"
        >
          {t.graph.backToGraph}
        </Button>
        <p className="eyebrow flex flex-wrap items-center gap-2">
          {description.kind} <span className="font-mono">{shortId(version.id)}</span>
          {heads.map((branch) => (
            <Badge key={branch.id} tone="accent">
              {branch.name} <span className="font-normal">{t.graph.head}</span>
            </Badge>
          ))}
        </p>
        <h2 className="mt-1 text-2xl break-words">{description.title}</h2>
        <Byline version={version} />
        <Actions {...actions} isEdited={(overlayCount ?? 0) > 0} />
      </div>

      <div className="grid items-start gap-5 2xl:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
        <div className="flex min-w-0 flex-col gap-5">
          {version.change.kind !== "checkpoint" && (
            <Card title={t.detail.changed} level={3}>
              {version.change.kind === "without" && (
                <>
                  <p className="text-sm text-soft">{t.detail.withoutChanged}</p>
                  <TakenOut ids={version.change.removed} index={graph.index} onSelect={onSelect} />
                </>
              )}
              {version.change.kind === "merge" && <MergedBy change={version.change} />}
              {version.change.kind === "union" && (
                <Union version={version} change={version.change} index={graph.index} onSelect={onSelect} />
              )}
              {siblingOf(version) && (
                <p className="max-w-measure text-base text-soft">{t.detail.siblingChanged}</p>
              )}
              {(version.change.kind === "edit" || version.change.kind === "import") && (
                <PalimpsestList
                  key={version.id}
                  requests={requestsOf(version)}
                  answers={answersOf(measurement?.verdict)}
                />
              )}
            </Card>
          )}
          {version.change.kind === "checkpoint" && <CheckpointNote isAlone={graph.index.size === 1} />}
          {version.change.kind !== "checkpoint" && (
            <Card title={t.detail.measured} level={3}>
              {query.isPending && <MeasurementSkeleton />}
              {query.error && <ErrorNote error={query.error} onRetry={() => void query.refetch()} />}
              {query.data && !measurement && (
                <EmptyNote title={t.detail.notMeasured} detail={t.detail.notMeasuredDetail} />
              )}
              {measurement && <Scores verdict={measurement.verdict} />}
              {measurement?.verdict.chat && (
                <div className="mt-6">
                  <ChatAnswers verdict={measurement.verdict} />
                </div>
              )}
            </Card>
          )}
          {query.data && (
            <Card>
              <Evidence version={version} measurement={query.data.measurement} />
            </Card>
          )}
        </div>
        <Facts
          version={version}
          index={graph.index}
          measurement={measurement}
          overlayCount={overlayCount}
          onSelect={onSelect}
        />
      </div>
    </section>
  );
}

/** Who, when and why. */
function Byline({ version }: { version: ListedVersion }) {
  const t = useHistoryMessages().graph;
  const language = useLanguageTag();
  const methods = useMethods();
  const { change } = version;
  const said = t.byAt(version.author || t.anonymous, formatTime(version.createdAt, language));
  return (
    <div className="mt-1 mb-4 text-sm text-soft">
      {change.kind !== "checkpoint" && (
        <p>{change.kind === "edit" ? `${methods.nameOf(change.method)} · ${said}` : said}</p>
      )}
      {version.reason && (
        <p className="max-w-measure font-display text-base text-ink italic">{version.reason}</p>
      )}
    </div>
  );
}

/** The layer below everything; alone, it is also where a newcomer starts. */
function CheckpointNote({ isAlone }: { isAlone: boolean }) {
  const t = useHistoryMessages();
  const { hrefTo } = useWorkbench();
  if (!isAlone) return <p className="max-w-measure text-base text-soft">{t.detail.changedNothing}</p>;
  return (
    <EmptyNote
      title={t.empty.title}
      detail={t.empty.detail}
      action={
        <Link href={hrefTo("/edit")} className={buttonClass("primary")}>
          {t.empty.action}
        </Link>
      }
    />
  );
}

function MeasurementSkeleton() {
  return (
    <div className="flex flex-col gap-4" aria-hidden>
      {["a", "b", "c", "d"].map((key) => (
        <div key={key} className="grid grid-cols-[1fr_2fr_2fr] gap-4">
          <Skeleton className="h-5" />
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </div>
      ))}
    </div>
  );
}
