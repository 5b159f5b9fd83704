"use client";

import type { JsonObject } from "@/lib/base";
import { useMessages } from "@/components/messages";
import { Button } from "@/components/ui";
import { FieldControl } from "./field-control";
import { PasteSettings } from "./paste-settings";
import { fieldsOf } from "./schema";

interface ParameterFormProps {
  /** JSON Schema of an object. */
  schema: JsonObject;
  /** What holds where `values` says nothing. */
  fallbacks: JsonObject;
  /** Only what a person has set. */
  values: JsonObject;
  /** Descriptions in the language of the page, by field name. */
  descriptions?: Readonly<Record<string, string>>;
  /** What is to be added to a description for the model at hand, by field name. */
  notes?: Readonly<Record<string, string>>;
  onChange: (values: JsonObject) => void;
}

/** A form from a JSON Schema. */
export function ParameterForm({
  schema,
  fallbacks,
  values,
  descriptions = {},
  notes = {},
  onChange,
}: ParameterFormProps) {
  const t = useMessages().form;
  const fields = fieldsOf(schema);
  const isChanged = Object.keys(values).length > 0;
  return (
    <div className="flex flex-col gap-4">
      <div className="-ml-2.5 flex flex-wrap items-center gap-1">
        <PasteSettings fields={fields} onApply={(pasted) => onChange({ ...values, ...pasted })} />
        {isChanged && (
          <Button size="sm" variant="quiet" onClick={() => onChange({})}>
            {t.resetAll}
          </Button>
        )}
      </div>
      {fields.map((field) => (
        <FieldControl
          key={field.name}
          field={field}
          value={values[field.name]}
          fallback={fallbacks[field.name] ?? field.default}
          description={[descriptions[field.name] ?? field.description, notes[field.name]]
            .filter(Boolean)
            .join(" ")}
          onChange={(value) => {
            const rest = Object.fromEntries(Object.entries(values).filter(([name]) => name !== field.name));
            onChange(value === undefined ? rest : { ...rest, [field.name]: value });
          }}
        />
      ))}
    </div>
  );
}
