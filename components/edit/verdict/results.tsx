"use client";

import { useCallback, useMemo, useState } from "react";
import { useMessages } from "@/components/messages";
import { useViewState } from "@/lib/client/view-state";
import { bestOf, METRICS } from "@/lib/eval/results";
import { Comparison } from "./comparison/comparison";
import { entryNames, shortNames, sweepOf } from "@/components/results/entries";
import { OutcomePanel } from "./outcome-panel";
import { EVERY_PROBE, type ProbeFilter } from "./tabs/probes-tab";
import type { VerdictProps } from "./verdict";
import { VerdictHead } from "./verdict-head";
import { ProtocolSwitch } from "./verdict-scores";
import { editView } from "../view-state";

const NONE = [] as const;
/** The probes behind a score; all of them where it is taken from several groups or none. */
function filterOf(metric: string): ProbeFilter {
  const { groups = [] } = METRICS.all.find(({ id }) => id === metric) ?? {};
  return { ...EVERY_PROBE, group: groups.length === 1 ? groups[0] : undefined };
}

/** The scores of a run that ended, and what is behind them. */
export function Results({ run, choice, isStale, onAgain, onToComposer }: VerdictProps) {
  const t = useMessages().edit.verdict;
  const [{ protocol, tab, shown, sort }, update] = useViewState(editView);
  const [filter, setFilter] = useState(EVERY_PROBE);
  const outcomes = run.output?.outcomes ?? NONE;
  const { nameOf } = choice;
  const cases = run.input?.cases ?? NONE;
  const requests = useMemo(() => cases.map(({ request }) => request), [cases]);
  const names = useMemo(() => entryNames(outcomes, nameOf), [outcomes, nameOf]);
  const listed = useMemo(() => shortNames(outcomes, nameOf), [outcomes, nameOf]);
  const sweep = useMemo(() => {
    const found = sweepOf(outcomes);
    return found && { ...found, methodName: nameOf(found.method) };
  }, [outcomes, nameOf]);
  const onShow = useCallback((entry: number) => update({ shown: entry }), [update]);
  const onWhy = useCallback(
    (entry: number, metric: string) => {
      setFilter(filterOf(metric));
      update({ shown: entry, tab: "probes" });
    },
    [update],
  );
  const outcome = outcomes.find(({ entry }) => entry === shown) ?? bestOf(outcomes, protocol);
  if (!run.output || !outcome) return null;
  const isSeveral = outcomes.length > 1;
  const { entry } = outcome;

  const protocols = <ProtocolSwitch protocol={protocol} onProtocol={(next) => update({ protocol: next })} />;
  return (
    <div className="flex min-w-0 flex-col gap-6">
      {isSeveral && (
        <>
          {protocols}
          <Comparison
            outcomes={outcomes}
            names={listed}
            sweep={sweep}
            protocol={protocol}
            requests={requests}
            cases={cases}
            shown={entry}
            sort={sort}
            onSort={(next) => update({ sort: next })}
            onShow={onShow}
            onWhy={onWhy}
          />
          <h3 className="border-t pt-5 text-xl">{t.of(names[entry])}</h3>
        </>
      )}
      <VerdictHead
        key={`head-${entry}`}
        run={run}
        outcome={outcome}
        name={isSeveral ? names[entry] : undefined}
        method={nameOf(outcome.method)}
        isStale={isStale}
      />
      <OutcomePanel
        key={entry}
        outcome={outcome}
        input={run.input}
        place={run.output.place}
        protocol={protocol}
        protocols={isSeveral ? null : protocols}
        tab={tab}
        onTab={(next) => update({ tab: next })}
        filter={filter}
        onFilter={setFilter}
        onAgain={() => onAgain(entry)}
        onToComposer={onToComposer}
      />
    </div>
  );
}
