"use client";

import { useMutation } from "@tanstack/react-query";
import { useRef, useState, type FormEvent } from "react";
import { useHistoryMessages } from "@/components/messages/history";
import {
  Button,
  Dialog,
  ErrorNote,
  Field,
  formatBytes,
  ProgressBar,
  SegmentedControl,
  Select,
  toast,
} from "@/components/ui";
import { versionFolder, versionGguf } from "@/lib/api";
import { unlessCancelled, type PalimpsestError } from "@/lib/base";
import { callEndpoint } from "@/lib/client/queries/http";
import { saveAddress } from "@/lib/client/storage/save-file";
import { GgufType, WeightType, type ListedVersion } from "@/lib/store";
import { RunGguf } from "./run-gguf";

type Form = "delta" | "folder" | "gguf";

interface Plan {
  readonly name: string;
  readonly sizeBytes: number;
}

interface ExportDialogProps {
  version: ListedVersion;
  title: string;
  /** False for a version that is the checkpoint: it has no changes of its own. */
  isEdited: boolean;
  open: boolean;
  onClose: () => void;
}

/** Saves a version: its changes alone, or a whole checkpoint. What cannot be written is said here, before the download. */
export function ExportDialog({ version, title, isEdited, open, onClose }: ExportDialogProps) {
  const t = useHistoryMessages();
  const words = t.exportDialog;
  const [chosen, setForm] = useState<Form>("delta");
  const [dtype, setDtype] = useState<WeightType>("float32");
  const [type, setType] = useState<GgufType>("F16");
  const control = useRef<AbortController>(null);
  // The dialog stays while another version is selected, so what can be chosen follows the version.
  const form = !isEdited && chosen === "delta" ? "folder" : chosen;
  const address = `/api/versions/${version.id}/export`;

  const checking = useMutation<Plan | null, PalimpsestError>({
    mutationFn: () => {
      control.current = new AbortController();
      return form === "gguf"
        ? checkGguf(version.id, type, control.current.signal)
        : check(version.id, dtype, control.current.signal);
    },
    onSuccess: (plan) => {
      if (!plan) return;
      if (form === "gguf") saveAddress(`${address}?as=gguf&type=${type}`, plan.name);
      else saveAddress(`${address}?as=folder&dtype=${dtype}`, `${plan.name}.tar`);
      toast(t.toast.exporting(plan.name, formatBytes(plan.sizeBytes)));
      if (form !== "gguf") close(); // how to run that file is said here
    },
  });
  const stop = () => control.current?.abort();
  const close = () => {
    stop();
    checking.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (form !== "delta") return checking.mutate();
    saveAddress(address, "");
    close();
  };

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => next || close()}
      title={words.title}
      description={words.description(title)}
      footer={
        <>
          <Button variant="quiet" onClick={checking.isPending ? stop : close}>
            {checking.isPending ? words.stop : checking.data ? words.done : words.cancel}
          </Button>
          <Button variant="primary" type="submit" form="history-export" pending={checking.isPending}>
            {words.download}
          </Button>
        </>
      }
    >
      <form id="history-export" onSubmit={submit} className="flex flex-col gap-5">
        <div>
          <SegmentedControl<Form>
            label={words.form}
            value={form}
            onChange={(next) => {
              checking.reset();
              setForm(next);
            }}
            options={[
              { value: "delta", label: words.forms.delta, disabled: !isEdited || checking.isPending },
              { value: "folder", label: words.forms.folder, disabled: checking.isPending },
              { value: "gguf", label: words.forms.gguf, disabled: checking.isPending },
            ]}
          />
          <p className="mt-2 max-w-measure text-sm text-soft">{words.details[form]}</p>
        </div>
        {form === "folder" && (
          <Field label={words.dtype} hint={words.dtypeHints[dtype]}>
            {(field) => (
              <Select<WeightType>
                {...field}
                value={dtype}
                disabled={checking.isPending}
                onChange={(next) => {
                  checking.reset();
                  setDtype(next);
                }}
                options={WeightType.options.map((value) => ({ value, label: value }))}
              />
            )}
          </Field>
        )}
        {form === "gguf" && (
          <Field label={words.dtype} hint={words.ggufHints[type]}>
            {(field) => (
              <Select<GgufType>
                {...field}
                value={type}
                disabled={checking.isPending}
                onChange={(next) => {
                  checking.reset();
                  setType(next);
                }}
                options={GgufType.options.map((value) => ({ value, label: value }))}
              />
            )}
          </Field>
        )}
        {form === "gguf" && <RunGguf file={checking.data?.name ?? words.run.file} />}
        {checking.isPending && <ProgressBar label={words.checking} />}
        {checking.error && <ErrorNote error={checking.error} />}
      </form>
    </Dialog>
  );
}

/** As `check`, of a GGUF file. */
async function checkGguf(versionId: string, type: GgufType, signal: AbortSignal) {
  return unlessStopped(callEndpoint(versionGguf, { params: { versionId }, input: { type } }, signal), signal);
}

/** What the server would send, or null when the person stopped the question. */
async function check(versionId: string, dtype: WeightType, signal: AbortSignal) {
  return unlessStopped(
    callEndpoint(versionFolder, { params: { versionId }, input: { dtype } }, signal),
    signal,
  );
}

async function unlessStopped<T>(answer: Promise<T>, signal: AbortSignal): Promise<T | null> {
  try {
    return await unlessCancelled(answer, signal);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}
