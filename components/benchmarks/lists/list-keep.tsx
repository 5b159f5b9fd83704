"use client";

import { Archive } from "lucide-react";
import { useState } from "react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { ErrorNote, Field, shortId, TextInput } from "@/components/ui";
import { termsOf } from "@/lib/data/datasets";
import { useKeepList } from "@/lib/client/queries/kept-lists";
import type { ImportedList, ListSource } from "./list-import";

/** Keeps a list on the server by the hash of its content, with its name and the terms under which it came. */
export function ListKeep({ list, file }: { list: ImportedList; file: ListSource }) {
  const t = useEvaluateMessages().benchmarks.list.keep;
  const keep = useKeepList();
  const published = termsOf(list.datasets);
  const [name, setName] = useState(list.name);
  const [licence, setLicence] = useState(published.licence ?? "");
  const [source, setSource] = useState(published.source ?? "");
  if (keep.data)
    return (
      <p role="status" className="text-sm">
        {t.done(keep.data.name, shortId(keep.data.id))}
      </p>
    );
  return (
    <div role="group" aria-label={t.title} className="flex min-w-0 flex-col gap-3 rounded-lg border p-4">
      {/* No form: it stands in the form of a run, and would submit that. */}
      <p className="text-sm font-medium">{t.title}</p>
      <p className="max-w-measure text-xs text-faint">{t.hint}</p>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-3">
        <Field label={t.name}>
          {(control) => (
            <TextInput
              {...control}
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.licence} hint={published.licence ? t.published : t.unstated}>
          {(control) => (
            <TextInput
              {...control}
              maxLength={200}
              value={licence}
              onChange={(event) => setLicence(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.source}>
          {(control) => (
            <TextInput
              {...control}
              maxLength={500}
              value={source}
              onChange={(event) => setSource(event.target.value)}
            />
          )}
        </Field>
      </div>
      {keep.error && <ErrorNote error={keep.error} />}
      <RoleButton
        operation="datasets.keep"
        icon={<Archive />}
        pending={keep.isPending}
        disabled={name.trim() === ""}
        onClick={() => keep.mutate({ name, licence, source, bytes: file.bytes, mapping: file.mapping })}
        className="self-start"
      >
        {t.action}
      </RoleButton>
    </div>
  );
}
