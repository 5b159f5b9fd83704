"use client";

import { Play, Square } from "lucide-react";
import { useCallback, useState } from "react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { ChartView } from "@/components/charts";
import { GridView, type GridPlace } from "@/components/charts/grid";
import { kinshipGain } from "@/components/charts/kinship-gain";
import { useMessages } from "@/components/messages";
import { useMergeMessages } from "../use-messages";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, EmptyNote, ErrorNote, formatPercent, ProgressBar, SegmentedControl } from "@/components/ui";
import type { PalimpsestError } from "@/lib/base";
import { useRun } from "@/lib/client/runs/use-run";
import type { KinshipReport } from "@/lib/merge";
import { useEvolutions } from "../evolution/use-evolutions";
import { ModelChoice } from "../model-choice";
import { sourcesOf } from "../recipe/use-recipe";
import { scoreOfSibling, type Lineup } from "../use-lineup";
import { KINSHIP_NUMBERS, useMergeView } from "../view";
import { layersGrid, matrixGrid, normsGrid, pairOf, valueOf, written } from "./grids";
import { lineThrough } from "./regression";

/** The share of the largest entries whose overlap is counted. */
const TOP_SHARE = 0.05;

/** How alike models are: all pairs, each pair by layer, and what kinship told of the merges so far. */
export function KinshipView({ lineup }: { lineup: Lineup }) {
  const t = useMergeMessages();
  const words = t.kinship;
  const { edit } = useMessages();
  const { modelId } = useWorkbench();
  const [view, update] = useMergeView();
  const [failure, setFailure] = useState<PalimpsestError>();
  const [isPreparing, setPreparing] = useState(false);
  const onJob = useCallback((kinjob: string | undefined) => update({ kinjob }), [update]);
  const run = useRun("kinship", { jobId: view.kinjob, onJob, page: "kinship" });
  const siblings = lineup.entries.filter(({ kind }) => kind === "sibling").map(({ name }) => name);
  const chosen = view.kin ?? (run.input && Object.keys(run.input.models)) ?? siblings;
  const isBusy = isPreparing || run.status === "queued" || run.status === "running";

  const measure = () => {
    setFailure(undefined);
    setPreparing(true);
    lineup
      .prepare(chosen)
      .then((made) =>
        run.start(() => ({
          model: modelId,
          base: { model: modelId },
          countsTied: false,
          models: sourcesOf(chosen, lineup, modelId, made),
          topShare: TOP_SHARE,
        })),
      )
      .catch((error: unknown) => setFailure(error as PalimpsestError))
      .finally(() => setPreparing(false));
  };
  const report = run.output?.kinship;
  const error = failure ?? (run.status === "cancelled" ? undefined : run.error);

  return (
    <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]">
      <section aria-label={words.models} className="flex min-w-0 flex-col gap-5">
        <p className="text-sm text-soft">{words.detail}</p>
        <ModelChoice
          title={words.choose}
          lineup={lineup}
          chosen={chosen}
          onChange={(kin) => update({ kin: [...kin] })}
        />
        {isBusy ? (
          <div className="flex flex-col gap-3">
            <ProgressBar
              label={
                isPreparing ? t.run.preparing : run.progress ? edit.core(run.progress.phase) : t.run.starting
              }
              value={run.progress?.steps ? run.progress.step / run.progress.steps : undefined}
            />
            <Button variant="danger" size="sm" icon={<Square />} onClick={run.cancel} disabled={isPreparing}>
              {t.run.cancel}
            </Button>
          </div>
        ) : (
          <RoleButton
            operation="jobs.start"
            variant="primary"
            icon={<Play />}
            disabled={chosen.length < 2}
            onClick={measure}
          >
            {words.measure}
          </RoleButton>
        )}
        {chosen.length < 2 && <p className="text-sm text-soft">{words.tooFew}</p>}
        {error && <ErrorNote error={error} />}
        <ul className="flex flex-col gap-1 border-t pt-4 text-xs text-soft">
          {(["initial", "improving", "saturated"] as const).map((band) => (
            <li key={band}>
              <strong className="font-medium text-ink">{words.groups[band]}</strong> · {words.bands[band]}
            </li>
          ))}
        </ul>
      </section>
      <div className="flex min-w-0 flex-col gap-10">
        {report ? (
          <Report report={report} lineup={lineup} />
        ) : (
          <EmptyNote title={words.empty} detail={words.emptyDetail} />
        )}
        <GainScatter report={report} lineup={lineup} />
      </div>
    </div>
  );
}

function Report({ report, lineup }: { report: KinshipReport; lineup: Lineup }) {
  const t = useMergeMessages();
  const [view, update] = useMergeView();
  const { metric } = view;
  const scoreOf = useScoreOf(lineup);
  const labelOf = (place: number) => lineup.find(report.models[place])?.label ?? report.models[place];
  const order = report.models
    .map((_, place) => place)
    .sort((a, b) => (scoreOf(report.models[b]) ?? 0) - (scoreOf(report.models[a]) ?? 0));
  const matrix = matrixGrid(report, order, metric, labelOf, t);
  const chosen = report.pairs.findIndex(
    ({ left, right }) =>
      view.pair?.includes(report.models[left]) === true && view.pair.includes(report.models[right]),
  );
  const layers = layersGrid(report, metric, labelOf, chosen, t);
  const norms = normsGrid(report, labelOf, t);
  const selected = chosen < 0 ? null : placeOf(report, chosen, order);
  const means = report.pairs.flatMap(({ global }) => valueOf(global, metric) ?? []);
  const mean = means.length === 0 ? null : means.reduce((sum, value) => sum + value, 0) / means.length;
  const describePair = (left: number, right: number) => {
    const numbers = pairOf(report, left, right)?.global;
    return {
      title: `${labelOf(left)} · ${labelOf(right)}`,
      lines: [
        ...KINSHIP_NUMBERS.map((name) => [t.metrics[name], written(valueOf(numbers, name), name)] as const),
        ...[left, right].flatMap((place) => {
          const score = scoreOf(report.models[place]);
          return score === undefined
            ? []
            : [[`${t.kinship.score} · ${labelOf(place)}`, formatPercent(score)] as const];
        }),
      ],
    };
  };
  return (
    <>
      <GridView
        level={2}
        data={matrix}
        says={t.kinship.matrixSays(report.models.length, written(mean, metric), t.metrics[metric])}
        aside={
          <SegmentedControl
            size="sm"
            label={t.kinship.metric}
            value={metric}
            onChange={(next) => update({ metric: next })}
            options={KINSHIP_NUMBERS.map((name) => ({ value: name, label: t.metrics[name] }))}
          />
        }
        describe={({ row, column }) => describePair(order[row], order[column])}
        selected={selected}
        onSelect={(place) =>
          update({
            pair:
              place && place.row !== place.column
                ? [report.models[order[place.row]], report.models[order[place.column]]]
                : undefined,
          })
        }
      />
      <GridView
        level={2}
        data={layers}
        describe={({ row, column }) => ({
          title: `${layers.rows[row].label} · ${layers.columns[column].label}`,
          lines: KINSHIP_NUMBERS.map((name) => [
            t.metrics[name],
            written(valueOf(report.pairs[row].layers[column]?.numbers, name), name),
          ]),
        })}
      />
      <GridView
        level={2}
        data={norms}
        says={t.kinship.normsSays}
        describe={({ row, column }) => ({
          title: `${norms.rows[row].label} · ${norms.columns[column].label}`,
          lines: [[t.kinship.norms, norms.cell(row, column).text]],
        })}
      />
    </>
  );
}

function placeOf(report: KinshipReport, pair: number, order: readonly number[]): GridPlace {
  const { left, right } = report.pairs[pair];
  return { row: order.indexOf(left), column: order.indexOf(right) };
}

/** The mean score of a model of the pool by its name in a recipe. */
export function useScoreOf({
  card,
  find,
}: Pick<Lineup, "card" | "find">): (name: string) => number | undefined {
  return (name) => {
    const sibling = find(name)?.sibling;
    return sibling && scoreOfSibling(card, sibling);
  };
}

/** The merges of all evolutions on this page, and what they let expect of the pair that is chosen. */
function GainScatter({ report, lineup }: { report: KinshipReport | undefined; lineup: Lineup }) {
  const t = useMergeMessages();
  const words = t.kinship;
  const [view] = useMergeView();
  const [isAbsolute, setAbsolute] = useState(true);
  const { runs } = useEvolutions();
  const merges = runs.flatMap(({ record, label }) =>
    (record?.models ?? []).flatMap(({ name, kinship, gain, score }) =>
      kinship === null || gain === null
        ? []
        : [
            {
              name: `${label} · ${name}`,
              kinship,
              gain: isAbsolute ? Math.abs(gain) : gain,
              error: score.standardError,
            },
          ],
    ),
  );
  const line = lineThrough(merges.map(({ kinship, gain }) => [kinship, gain] as const));
  const [a, b] = (view.pair ?? []).map((name) => report?.models.indexOf(name) ?? -1);
  const pair = report && a >= 0 && b >= 0 ? pairOf(report, a, b) : undefined;
  const kinship = pair?.global.pcc;
  const expected = line && kinship !== undefined && kinship !== null && line.intercept + line.slope * kinship;
  const correlation = line?.correlation ?? null;
  return (
    <section className="flex flex-col gap-2">
      <ChartView
        chart={kinshipGain}
        data={{
          metric: t.metrics.pcc,
          absolute: isAbsolute,
          merges,
          line: line && { slope: line.slope, intercept: line.intercept },
        }}
        note={
          correlation !== null && words.scatterNote(correlation.toFixed(2).replace("-", "−"), merges.length)
        }
        empty={words.scatterEmpty}
        aside={
          merges.length > 0 && (
            <SegmentedControl
              size="sm"
              label={words.signed}
              value={isAbsolute ? "absolute" : "signed"}
              onChange={(next) => setAbsolute(next === "absolute")}
              options={[
                { value: "absolute", label: words.absolute },
                { value: "signed", label: words.signed },
              ]}
            />
          )
        }
      />
      {typeof expected === "number" && pair && (
        <p className="text-sm text-soft" role="status">
          <strong className="font-medium text-ink">
            {lineup.find(report!.models[a])?.label} · {lineup.find(report!.models[b])?.label}
          </strong>{" "}
          {words.expected(
            (expected * 100).toFixed(1).replace("-", "−"),
            ((line?.scatter ?? 0) * 100).toFixed(1),
            written(kinship ?? null, "pcc"),
          )}
        </p>
      )}
    </section>
  );
}
