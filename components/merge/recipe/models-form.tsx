"use client";

import { Plus, Trash2 } from "lucide-react";
import { useMergeMessages } from "../use-messages";
import { Badge, IconButton, Select } from "@/components/ui";
import type { MergeOperator, Recipe } from "@/lib/merge";
import type { Lineup } from "../use-lineup";
import { ParameterInput } from "./parameter-input";
import { withModels, withSetting } from "./change";

interface ModelsFormProps {
  recipe: Recipe;
  operator: MergeOperator | undefined;
  lineup: Lineup;
  onChange: (recipe: Recipe) => void;
}

/** The models of a recipe, each with what the operator asks of it, and the base. */
export function ModelsForm({ recipe, operator, lineup, onChange }: ModelsFormProps) {
  const t = useMergeMessages().form;
  const models = recipe.models ?? [];
  const parameters = (operator?.parameters ?? []).filter(({ scope }) => scope === "model");
  const mayAdd = operator?.models.most === undefined || models.length < operator.models.most;
  return (
    <div className="flex flex-col gap-4">
      <fieldset className="min-w-0">
        <legend className="mb-1.5 text-sm font-medium">{t.models}</legend>
        <ul className="flex flex-col divide-y border-y">
          {models.map((entry, place) => (
            <li
              key={`${place}-${entry.model}`}
              className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5"
            >
              <ModelName name={entry.model} lineup={lineup} isBase={entry.model === recipe.base_model} />
              <div className="ml-auto flex items-center gap-2">
                {parameters.map((parameter) => (
                  <label key={parameter.id} className="flex w-20 flex-col gap-0.5">
                    <span className="font-mono text-xs text-faint">{parameter.id}</span>
                    <ParameterInput
                      isCompact
                      operator={recipe.merge_method}
                      parameter={parameter}
                      label={t.ofModel(parameter.id, entry.model)}
                      value={entry.parameters?.[parameter.id]}
                      onChange={(value) =>
                        onChange(
                          withModels(
                            recipe,
                            models.map((one, i) =>
                              i === place ? withSetting(one, parameter.id, value) : one,
                            ),
                          ),
                        )
                      }
                    />
                  </label>
                ))}
                <IconButton
                  size="sm"
                  label={t.remove(entry.model)}
                  icon={<Trash2 />}
                  onClick={() =>
                    onChange(
                      withModels(
                        recipe,
                        models.filter((_, i) => i !== place),
                      ),
                    )
                  }
                />
              </div>
            </li>
          ))}
          {models.length === 0 && <li className="py-2.5 text-sm text-faint">{t.noModels}</li>}
        </ul>
        {models.length > 0 && parameters.length > 0 && (
          <dl className="mt-2 flex flex-col gap-0.5 text-xs text-faint">
            {parameters.map(({ id, summary }) => (
              <div key={id} className="flex gap-2">
                <dt className="font-mono">{id}</dt>
                <dd>{t.parameter(recipe.merge_method, id) ?? summary}</dd>
              </div>
            ))}
          </dl>
        )}
        {mayAdd && (
          <div className="mt-2 flex items-center gap-2">
            <Plus aria-hidden className="size-4 shrink-0 text-faint" />
            <ModelSelect
              label={t.add}
              placeholder={t.add}
              value=""
              lineup={lineup}
              onChange={(model) => onChange(withModels(recipe, [...models, { model }]))}
            />
          </div>
        )}
      </fieldset>
      <label className="flex flex-col gap-1.5">
        <span className="text-sm font-medium">{t.base}</span>
        <ModelSelect
          placeholder={t.noBase}
          value={recipe.base_model ?? ""}
          lineup={lineup}
          onChange={(base) => onChange({ ...recipe, base_model: base === "" ? undefined : base })}
        />
        <span className="text-xs text-faint">{operator ? t.baseUse[operator.base] : ""}</span>
      </label>
    </div>
  );
}

function ModelName({ name, lineup, isBase }: { name: string; lineup: Lineup; isBase: boolean }) {
  const t = useMergeMessages().form;
  const entry = lineup.find(name);
  return (
    <div className="min-w-32 flex-1">
      <p className="flex flex-wrap items-center gap-1.5 font-medium break-all">
        {entry?.label ?? name}
        {isBase && <Badge tone="accent">{t.isBase}</Badge>}
        {!entry && !lineup.isPending && <Badge tone="danger">{t.unknown}</Badge>}
      </p>
      {entry && <p className="text-xs text-soft">{entry.detail}</p>}
    </div>
  );
}

interface ModelSelectProps {
  label?: string;
  placeholder: string;
  value: string;
  lineup: Lineup;
  onChange: (name: string) => void;
}

export function ModelSelect({ label, placeholder, value, lineup, onChange }: ModelSelectProps) {
  const t = useMergeMessages().form;
  const known = lineup.find(value)?.name ?? value;
  const options = lineup.entries.map(({ name, label: shown, detail, kind }) => ({
    value: name,
    label: `${t.kinds[kind]} · ${shown}${kind === "model" ? "" : ` · ${detail}`}`,
  }));
  const isListed = known === "" || options.some((option) => option.value === known);
  return (
    <Select
      aria-label={label}
      className="flex-1"
      value={known}
      onChange={onChange}
      options={[
        { value: "", label: placeholder },
        ...(isListed ? [] : [{ value: known, label: known }]),
        ...options,
      ]}
    />
  );
}
