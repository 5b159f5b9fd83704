"use client";

import { Play } from "lucide-react";
import { useState } from "react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { useRefusal } from "@/components/accounts/roles/use-refusal";
import { CheckedField } from "@/components/evaluate/start/checked-field";
import { useMergeMessages } from "../use-messages";
import { Checkbox, Field, Select } from "@/components/ui";
import type { EvolutionSettings } from "@/lib/merge";
import { ModelChoice } from "../model-choice";
import type { Lineup } from "../use-lineup";
import { SEARCHED, sizeOfSearch, type Searched } from "./searched";

const STRATEGIES = ["greedy", "greedy-kinship", "random", "cma-es"] as const;
type Strategy = (typeof STRATEGIES)[number];

type Numbers = Omit<EvolutionSettings, "strategy">;

interface EvolutionFormProps {
  lineup: Lineup;
  founders: readonly string[];
  onFounders: (names: readonly string[]) => void;
  isStarting: boolean;
  /** `searched` is the operator whose numbers CMA-ES searches. */
  onStart: (strategies: readonly Strategy[], settings: Numbers, searched: Searched) => void;
}

const START: Numbers = { top: 3, generations: 5, metric: "pcc", stopAt: 0.9, seed: 0 };
const RANGES = { top: [2, 8], generations: [1, 50], budget: [1, 1000], seed: [0, 2 ** 31] } as const;

/** Who begins, by which strategies, for how long. */
export function EvolutionForm({ lineup, founders, onFounders, isStarting, onStart }: EvolutionFormProps) {
  const t = useMergeMessages();
  const words = t.evolution;
  const [strategies, setStrategies] = useState<readonly Strategy[]>(["greedy", "greedy-kinship"]);
  const [numbers, setNumbers] = useState<Numbers>(START);
  const [searched, setSearched] = useState<Searched>("task_arithmetic");
  const isSearching = strategies.includes("cma-es");
  const isRefused = useRefusal("jobs.start") !== undefined;
  const canStart = !isRefused && founders.length >= 2 && strategies.length > 0;
  const whole = (name: keyof typeof RANGES) => (text: string) => {
    if (name === "budget" && text === "") {
      setNumbers(({ budget: _, ...rest }) => rest);
      return true;
    }
    const [low, high] = RANGES[name];
    if (!/^\d+$/.test(text) || Number(text) < low || Number(text) > high) return false;
    setNumbers((before) => ({ ...before, [name]: Number(text) }));
    return true;
  };
  return (
    <form
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (canStart && event.currentTarget.checkValidity()) onStart(strategies, numbers, searched);
      }}
    >
      <ModelChoice title={words.founders} lineup={lineup} chosen={founders} onChange={onFounders} />
      <fieldset className="min-w-0">
        <legend className="mb-2 text-sm font-medium">{words.strategy}</legend>
        <div className="flex flex-col gap-2">
          {STRATEGIES.map((id) => (
            <Checkbox
              key={id}
              checked={strategies.includes(id)}
              onChange={(isOn) =>
                setStrategies((before) =>
                  STRATEGIES.filter((one) => (one === id ? isOn : before.includes(one))),
                )
              }
              label={words.strategies[id]}
              hint={words.strategyHints[id]}
            />
          ))}
        </div>
      </fieldset>
      {isSearching && (
        <Field label={words.searched} hint={words.searchedHint(...sizeOfSearch(searched, founders))}>
          {(control) => (
            <Select
              {...control}
              value={searched}
              onChange={(id) => setSearched(id as Searched)}
              options={SEARCHED.map((id) => ({ value: id, label: words.searches[id] }))}
            />
          )}
        </Field>
      )}
      <div className="grid grid-cols-2 gap-4">
        {(["generations", "top", "budget", "seed"] as const).map((name) => (
          <CheckedField
            key={name}
            label={words[name]}
            hint={name === "budget" ? words.noBudget : ""}
            fault={words.range(RANGES[name][0], RANGES[name][1])}
            value={numbers[name] === undefined ? "" : String(numbers[name])}
            onText={whole(name)}
          />
        ))}
        <CheckedField
          label={words.stopAt}
          hint={words.stopAtHint}
          fault={words.stopAtFault}
          inputMode="decimal"
          value={numbers.stopAt === null ? "" : String(numbers.stopAt)}
          onText={(text) => {
            if (text === "") setNumbers((before) => ({ ...before, stopAt: null }));
            const value = Number(text);
            if (!Number.isFinite(value) || value > 1 || value < -1) return false;
            if (text !== "") setNumbers((before) => ({ ...before, stopAt: value }));
            return true;
          }}
        />
      </div>
      <RoleButton
        operation="jobs.start"
        type="submit"
        variant="primary"
        icon={<Play />}
        disabled={!canStart}
        pending={isStarting}
        className="self-start"
      >
        {words.start(strategies.length)}
      </RoleButton>
      <p className="text-xs text-faint">{words.survives}</p>
    </form>
  );
}
