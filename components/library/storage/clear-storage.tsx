"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useMessages } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import {
  Button,
  Card,
  Dialog,
  ErrorNote,
  formatBytes,
  SegmentedControl,
  Skeleton,
  toast,
} from "@/components/ui";
import { clearStorage, type Removable } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";

const AGES_DAYS = [1, 7, 30, 90];

interface ClearStorageProps {
  /** Absent while it is counted. */
  removable: Removable | undefined;
  /** How long ago a job must have ended. */
  days: number;
  onDays: (days: number) => void;
}

/** Says how much nothing needs, and clears it when a person has confirmed that much. */
export function ClearStorage({ removable, days, onDays }: ClearStorageProps) {
  const t = useMessages();
  const { library } = useLibraryMessages();
  const text = library.storage.clear;
  const [isOpen, setIsOpen] = useState(false);
  const clear = useActionOf(clearStorage);
  const isEmpty =
    removable &&
    removable.jobs + removable.blobs.count + removable.artifacts.count + removable.unfinished.count === 0;
  const confirm = () =>
    clear.mutate(
      { input: { days } },
      {
        onSuccess: ({ removed }) => {
          toast(text.done(removed.jobs, formatBytes(bytesOf(removed))));
          setIsOpen(false);
        },
      },
    );
  return (
    <Card title={text.title} className="self-start">
      <div className="flex flex-col gap-4">
        <p className="text-sm text-soft">{text.detail}</p>
        <div className="flex flex-col gap-1.5">
          <p aria-hidden className="text-sm font-medium">
            {text.age}
          </p>
          <SegmentedControl
            label={text.age}
            size="sm"
            className="self-start"
            value={String(days)}
            onChange={(next) => onDays(Number(next))}
            options={AGES_DAYS.map((age) => ({ value: String(age), label: text.days(age) }))}
          />
        </div>
        {!removable && <Skeleton className="h-16 w-full" />}
        {removable && (isEmpty ? <p className="text-sm">{text.nothing}</p> : <Amounts {...{ removable }} />)}
        <Button
          variant="danger"
          icon={<Trash2 aria-hidden className="size-4" />}
          className="self-start"
          disabled={!removable || isEmpty}
          onClick={() => setIsOpen(true)}
        >
          {text.action}
        </Button>
      </div>
      <Dialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={text.question}
        description={text.warning}
        footer={
          <>
            <Button onClick={() => setIsOpen(false)}>{t.ui.cancel}</Button>
            <Button variant="danger" pending={clear.isPending} onClick={confirm}>
              {text.confirm}
            </Button>
          </>
        }
      >
        {clear.error && <ErrorNote error={clear.error} />}
        {removable && <Amounts removable={removable} />}
      </Dialog>
    </Card>
  );
}

function Amounts({ removable: { jobs, blobs, artifacts, unfinished } }: { removable: Removable }) {
  const text = useLibraryMessages().library.storage.clear;
  const lines = [
    jobs > 0 && text.jobs(jobs),
    blobs.count > 0 && text.blobs(blobs.count, formatBytes(blobs.sizeBytes)),
    artifacts.count > 0 && text.artifacts(artifacts.count, formatBytes(artifacts.sizeBytes)),
    unfinished.count > 0 && text.unfinished(unfinished.count, formatBytes(unfinished.sizeBytes)),
  ];
  return (
    <ul className="list-disc space-y-1 pl-5 text-sm">
      {lines.map((line) => line && <li key={line}>{line}</li>)}
    </ul>
  );
}

function bytesOf({ blobs, artifacts, unfinished }: Removable): number {
  return blobs.sizeBytes + artifacts.sizeBytes + unfinished.sizeBytes;
}
