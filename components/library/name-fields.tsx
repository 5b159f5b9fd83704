"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm, type UseFormReturn } from "react-hook-form";
import { z } from "zod";
import { type Messages } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { Field, TextInput } from "@/components/ui";
import { ModelRecord } from "@/lib/store";

interface ModelName {
  name: string;
  modelId: string;
}

/** What a new model shall be called, and the id that links use; neither may be one that is here. */
export function useNameForm(proposed: ModelName, takenIds: readonly string[]): UseFormReturn<ModelName> {
  const t = useLibraryMessages().library.add;
  return useForm<ModelName>({
    resolver: zodResolver(schemaOf(t, takenIds)),
    mode: "onTouched",
    defaultValues: proposed,
  });
}

export function NameFields({ form }: { form: UseFormReturn<ModelName> }) {
  const t = useLibraryMessages().library.add;
  const { errors } = form.formState;
  return (
    <>
      <Field label={t.nameLabel} hint={t.nameHint} error={errors.name?.message}>
        {(control) => <TextInput {...control} {...form.register("name")} />}
      </Field>
      <Field label={t.idLabel} hint={t.idHint} error={errors.modelId?.message}>
        {(control) => <TextInput {...control} mono {...form.register("modelId")} />}
      </Field>
    </>
  );
}

function schemaOf(t: Messages["library"]["add"], takenIds: readonly string[]) {
  return z.object({
    name: z.string().trim().min(1, t.nameMissing).max(120),
    modelId: z
      .string()
      .refine((id) => ModelRecord.shape.id.safeParse(id).success, t.idBad)
      .refine((id) => !takenIds.includes(id), t.idTaken),
  });
}
