"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { Search } from "lucide-react";
import { useId } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import { z } from "zod";
import { type Messages } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { Button, Field, Select, TextInput } from "@/components/ui";
import type { getHub } from "@/lib/api";
import { RepositoryId, Revision } from "@/lib/store";

interface AskedRepository {
  readonly repository: string;
  readonly revision: string;
  readonly host: string;
}

interface RepositoryFormProps {
  hub: z.infer<typeof getHub.output>;
  asked: AskedRepository;
  onAsk: (asked: AskedRepository) => void;
}

/** Which repository, at which revision, from which host. Published checkpoints are proposed while one types. */
export function RepositoryForm({ hub, asked, onAsk }: RepositoryFormProps) {
  const t = useLibraryMessages().library.hub;
  const list = useId();
  const form = useForm({ resolver: zodResolver(schemaOf(t)), mode: "onTouched", defaultValues: asked });
  const { errors } = form.formState;
  const { repository, host: chosen } = useWatch({ control: form.control });
  const isGated = hub.checkpoints.some(({ id, isGated }) => id === repository && isGated);
  const hasToken = hub.hosts.some(({ host, hasToken }) => host === chosen && hasToken);
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={form.handleSubmit(onAsk)}>
      <Field
        label={t.repository}
        hint={isGated && !hasToken ? t.gated : t.repositoryHint}
        error={errors.repository?.message}
      >
        {(control) => (
          <TextInput
            {...control}
            mono
            list={list}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            placeholder="owner/name"
            {...form.register("repository")}
          />
        )}
      </Field>
      <datalist id={list}>
        {hub.checkpoints.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t.revision} hint={t.revisionHint} error={errors.revision?.message}>
          {(control) => <TextInput {...control} mono {...form.register("revision")} />}
        </Field>
        <Field label={t.host} hint={hub.hosts.length > 1 ? t.hostHint : t.oneHost}>
          {(control) => (
            <Controller
              name="host"
              control={form.control}
              render={({ field }) => (
                <Select
                  {...control}
                  value={field.value}
                  onChange={field.onChange}
                  options={hub.hosts.map(({ host }) => ({ value: host, label: host }))}
                />
              )}
            />
          )}
        </Field>
      </div>
      <Button type="submit" icon={<Search />} className="self-start">
        {t.look}
      </Button>
    </form>
  );
}

function schemaOf(t: Messages["library"]["hub"]) {
  return z.object({
    repository: z
      .string()
      .trim()
      .refine((id) => RepositoryId.safeParse(id).success, t.repositoryBad),
    revision: z
      .string()
      .trim()
      .refine((text) => Revision.safeParse(text).success, t.revisionBad),
    host: z.string(),
  });
}
