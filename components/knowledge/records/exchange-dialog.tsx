"use client";

import { Download, Upload } from "lucide-react";
import { useState, type FormEvent } from "react";
import { z } from "zod";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, buttonClass, Dialog, ErrorNote, Field, TextInput, toast } from "@/components/ui";
import { EXPORT_FORMATS, importGraph } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { useGraph } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { useKnowledgeState } from "../view";

/** Rows that an import could not read, in the details of its error. */
const Faults = z.array(z.object({ line: z.number(), message: z.string() }));
const SHOWN_FAULTS = 50;

/** Graphs in files: this one out, and a new one in. */
export default function ExchangeDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useKnowledgeMessages().exchange;
  const { graphId } = useGraph();
  const [{ at }] = useKnowledgeState();
  const past = at === "" ? "" : `&asOf=${at}`;
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()} title={t.title}>
      <div className="flex flex-col gap-8">
        <section className="flex flex-col gap-3">
          <h3 className="text-lg">{t.export}</h3>
          <p className="text-sm text-soft">{t.exportHint}</p>
          <div className="flex flex-wrap gap-2">
            {EXPORT_FORMATS.map((format) => (
              <a
                key={format}
                href={`/api/knowledge/${graphId}/export?as=${format}${past}`}
                download
                className={buttonClass("secondary", "sm")}
              >
                <Download aria-hidden className="size-4" />
                {t.formats[format]}
              </a>
            ))}
          </div>
        </section>
        <ImportForm onDone={onClose} />
      </div>
    </Dialog>
  );
}

function ImportForm({ onDone }: { onDone: () => void }) {
  const t = useKnowledgeMessages().exchange;
  const { author } = useWorkbench();
  const [, update] = useKnowledgeState();
  const importing = useActionOf(importGraph);
  const [file, setFile] = useState<File>();
  const [library, setLibrary] = useState<File>();
  const [name, setName] = useState("");
  const [id, setId] = useState("");
  const [fault, setFault] = useState("");
  const choose = (chosen: File | undefined) => {
    setFile(chosen);
    if (chosen === undefined || name !== "") return;
    const stem = chosen.name.replace(/\.[^.]*$/, "");
    setName(stem);
    setId(slug(stem));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (file === undefined) return;
    setFault("");
    let relations: unknown;
    try {
      relations = library && JSON.parse(await library.text());
    } catch {
      setFault(t.libraryHint);
      return;
    }
    const format = /\.(?:ttl|turtle|nt)$/i.test(file.name) ? "turtle" : "csv";
    const input = { id, name, format, text: await file.text(), author, source: file.name } as const;
    const done = await importing
      .mutateAsync({ input: { ...input, ...(relations !== undefined && { library: relations }) } })
      .catch(() => null);
    if (done === null) return;
    toast.success(t.done(name), { description: done.notes.join(" ") || undefined });
    update({ g: id, entity: undefined, relation: undefined, at: "" }, { history: "push" });
    onDone();
  };
  const faults = Faults.safeParse(importing.error?.details?.faults).data ?? [];
  return (
    <form className="flex flex-col gap-3" aria-label={t.import} onSubmit={(event) => void submit(event)}>
      <h3 className="text-lg">{t.import}</h3>
      <p className="text-sm text-soft">{t.all}</p>
      <Field label={t.file} hint="CSV, TTL, NT">
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".csv,.ttl,.turtle,.nt"
            onChange={(event) => choose(event.target.files?.[0])}
            className="text-sm"
          />
        )}
      </Field>
      <Field label={t.library} hint={t.libraryHint}>
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".json"
            onChange={(event) => setLibrary(event.target.files?.[0])}
            className="text-sm"
          />
        )}
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t.name}>
          {(control) => (
            <TextInput
              {...control}
              maxLength={120}
              value={name}
              onChange={(event) => {
                setName(event.target.value);
                setId(slug(event.target.value));
              }}
            />
          )}
        </Field>
        <Field label={t.id} hint={t.idHint}>
          {(control) => (
            <TextInput
              {...control}
              maxLength={64}
              value={id}
              onChange={(event) => setId(event.target.value)}
            />
          )}
        </Field>
      </div>
      {fault !== "" && (
        <p role="alert" className="text-sm text-danger">
          {fault}
        </p>
      )}
      {importing.error &&
        (faults.length > 0 ? (
          <section role="alert" className="border-l-2 border-danger pl-3 text-sm">
            <h4 className="font-sans font-medium text-danger">{t.rows(faults.length)}</h4>
            <ul className="max-h-48 overflow-y-auto">
              {faults.slice(0, SHOWN_FAULTS).map(({ line, message }) => (
                <li key={line}>{t.line(line, message)}</li>
              ))}
            </ul>
          </section>
        ) : (
          <ErrorNote error={importing.error} />
        ))}
      <Button
        type="submit"
        variant="primary"
        icon={<Upload />}
        className="self-start"
        pending={importing.isPending}
        disabled={file === undefined || name.trim() === "" || id === ""}
      >
        {t.run}
      </Button>
    </form>
  );
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 64);
