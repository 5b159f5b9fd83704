"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { useMessages, type Messages } from "@/components/messages";
import { Button, Field, formatBytes, TextInput } from "@/components/ui";
import { ModelRecord } from "@/lib/store";
import { idFrom, type CheckpointFolder } from "./checkpoint-folder";

export interface AddModelFormProps {
  folder: CheckpointFolder;
  takenIds: readonly string[];
  onSubmit: (modelId: string, name: string) => void;
  onCancel: () => void;
}

/** What was found in the folder, and what the model shall be called. */
export function AddModelForm({ folder, takenIds, onSubmit, onCancel }: AddModelFormProps) {
  const t = useMessages().library.add;
  const form = useForm({
    resolver: zodResolver(schemaOf(t, takenIds)),
    mode: "onTouched",
    defaultValues: { name: folder.name, modelId: idFrom(folder.name) },
  });
  const { errors } = form.formState;
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={form.handleSubmit(({ modelId, name }) => onSubmit(modelId, name))}
    >
      <div className="border-l-2 border-after pl-4">
        <p className="font-medium">{t.folder(folder.name)}</p>
        <p className="text-sm text-soft">{t.total(folder.files.length, formatBytes(folder.sizeBytes))}</p>
        <ul className="mt-2 font-mono text-xs text-soft">
          {folder.files.map((file) => (
            <li key={file.name} className="flex justify-between gap-4">
              <span className="truncate">{file.name}</span>
              <span className="whitespace-nowrap">{formatBytes(file.size)}</span>
            </li>
          ))}
        </ul>
        {folder.ignored > 0 && <p className="mt-2 text-xs text-faint">{t.ignored(folder.ignored)}</p>}
      </div>
      <Field label={t.nameLabel} hint={t.nameHint} error={errors.name?.message}>
        {(control) => <TextInput {...control} {...form.register("name")} />}
      </Field>
      <Field label={t.idLabel} hint={t.idHint} error={errors.modelId?.message}>
        {(control) => <TextInput {...control} mono {...form.register("modelId")} />}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary">
          {t.submit}
        </Button>
        <Button onClick={onCancel}>{t.cancel}</Button>
      </div>
    </form>
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
