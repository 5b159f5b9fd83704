"use client";

import { useMutation } from "@tanstack/react-query";
import { useMessages } from "@/components/messages";
import { ErrorNote, Field, Select } from "@/components/ui";
import { listKept } from "@/lib/api";
import type { PalimpsestError } from "@/lib/base";
import { openKeptList } from "@/lib/client/queries/kept-lists";
import { useQueryOf } from "@/lib/client/queries/query";

export type OpenedList = Awaited<ReturnType<typeof openKeptList>>;

/** Opens a list of edits that the server keeps. Nothing is shown while it keeps none. */
export function KeptListSelect({
  value,
  onOpen,
}: {
  /** Id of the list that is in use. */
  value: string | null;
  onOpen: (list: OpenedList, id: string) => void;
}) {
  const t = useMessages().edit.batch.kept;
  const kept = useQueryOf(listKept, {}).data?.lists.filter(({ edits }) => edits > 0) ?? [];
  const open = useMutation<OpenedList, PalimpsestError, string>({
    mutationFn: openKeptList,
    onSuccess: (list, id) => onOpen(list, id),
  });
  if (kept.length === 0) return null;
  return (
    <>
      <Field label={t.label}>
        {(control) => (
          <Select
            {...control}
            value={(open.isPending ? open.variables : value) ?? ""}
            options={[
              { value: "", label: t.none, disabled: true },
              ...kept.map(({ id, name, edits }) => ({ value: id, label: t.option(name, edits) })),
            ]}
            onChange={(id) => open.mutate(id)}
          />
        )}
      </Field>
      {open.error && <ErrorNote error={open.error} />}
    </>
  );
}
