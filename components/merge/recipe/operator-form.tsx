"use client";

import { useMergeMessages } from "../use-messages";
import { Field, Select } from "@/components/ui";
import { MERGE_OPERATORS, type MergeOperator, type Recipe } from "@/lib/merge";
import { withOperator, withSetting } from "./change";
import { ParameterInput } from "./parameter-input";

interface OperatorFormProps {
  recipe: Recipe;
  operator: MergeOperator | undefined;
  onChange: (recipe: Recipe) => void;
}

/** The operator, the paper it is from, and its settings for all models together. */
export function OperatorForm({ recipe, operator, onChange }: OperatorFormProps) {
  const t = useMergeMessages().form;
  const parameters = (operator?.parameters ?? []).filter(({ scope }) => scope === "tensor");
  const options = MERGE_OPERATORS.all.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className="flex flex-col gap-4">
      <Field
        label={t.operator}
        hint={
          operator && (
            <>
              {t.operatorSummary(operator.id) ?? operator.summary}{" "}
              <span className="text-soft">
                {operator.paper.authors}, <cite>{operator.paper.title}</cite>, {operator.paper.year}
              </span>
            </>
          )
        }
      >
        {(control) => (
          <Select
            {...control}
            value={recipe.merge_method}
            onChange={(id) => onChange(withOperator(recipe, id))}
            options={
              operator ? options : [{ value: recipe.merge_method, label: recipe.merge_method }, ...options]
            }
          />
        )}
      </Field>
      {parameters.length > 0 && (
        <div className="grid gap-x-5 gap-y-4 sm:grid-cols-2">
          {parameters.map((parameter) => (
            <ParameterInput
              key={parameter.id}
              operator={recipe.merge_method}
              parameter={parameter}
              value={recipe.parameters?.[parameter.id]}
              onChange={(value) => onChange(withSetting(recipe, parameter.id, value))}
            />
          ))}
        </div>
      )}
    </div>
  );
}
