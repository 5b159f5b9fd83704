"use client";

import { ArrowDown, ArrowUp, Download, Presentation, Trash2, Upload } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { useRef, useState } from "react";
import { useMessages } from "@/components/messages";
import {
  Button,
  Dialog,
  EmptyNote,
  ErrorNote,
  IconButton,
  TextArea,
  TextInput,
  toast,
} from "@/components/ui";
import { fromWireError, toWireError, type PalimpsestError } from "@/lib/base";
import { saveBlob } from "@/lib/client/storage/save-file";
import { PLACES } from "../places";
import { useWorkbench } from "../workbench";
import { movedBy, readScriptFile, writeScriptFile, type Script, type Slide } from "./script";
import { SLIDE_KINDS, slideKind, type AnySlideKind } from "./slides";
import { useScript } from "./use-script";

interface ScriptDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onBegin: () => void;
}

/** Records the view behind the dialog as slides, captions them, orders them, and saves and opens scripts as files. */
export function ScriptDialog({ open, onOpenChange, onBegin }: ScriptDialogProps) {
  const t = useMessages().shell.present;
  const [slides, keep] = useScript();
  const [isKept, setKept] = useState(true);
  const save = (next: Script) => setKept(keep(next));
  const [error, setError] = useState<PalimpsestError>();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="lg"
      title={t.dialogTitle}
      description={t.dialogDetail}
      footer={
        <>
          <ScriptFiles slides={slides} onOpened={save} onError={setError} />
          <Button variant="primary" icon={<Presentation />} onClick={onBegin}>
            {t.begin}
          </Button>
        </>
      }
    >
      <Add onAdd={(slide) => save([...slides, slide])} onError={setError} />
      {!isKept && (
        <p role="alert" className="my-3 border-l-2 border-warn bg-warn-wash py-2 pr-3 pl-3 text-sm">
          {t.tooLarge}
        </p>
      )}
      {error && (
        <div className="my-3">
          <ErrorNote error={error} />
        </div>
      )}
      {slides.length === 0 ? (
        <EmptyNote title={t.script} detail={t.empty} />
      ) : (
        <ol className="flex flex-col divide-y">
          {slides.map((slide, index) => (
            <SlideRow key={index} slide={slide} index={index} slides={slides} onSave={save} />
          ))}
        </ol>
      )}
    </Dialog>
  );
}

interface AddProps {
  onAdd: (slide: Slide) => void;
  onError: (error: PalimpsestError | undefined) => void;
}

/** The kinds of slide that the view behind the dialog can be recorded as. */
function Add({ onAdd, onError }: AddProps) {
  const t = useMessages().shell.present;
  const path = usePathname();
  const query = useSearchParams();
  const { modelId } = useWorkbench();
  const places = useMessages().places;
  const place = PLACES.find((entry) => entry.path === path);
  const [pending, setPending] = useState<string>();
  const view = { path, query: new URLSearchParams(query), modelId };

  const add = async (kind: AnySlideKind) => {
    setPending(kind.id);
    onError(undefined);
    try {
      const data = await kind.record(view);
      if (data === null) toast(t.nothingYet);
      else
        onAdd({ kind: kind.id, caption: kind.isLive && place ? places[place.id].name : "", notes: "", data });
    } catch (thrown) {
      onError(fromWireError(toWireError(thrown)));
    } finally {
      setPending(undefined);
    }
  };
  return (
    <section aria-labelledby="add-slide" className="mb-5 rounded-lg bg-sunken p-4">
      <h3 id="add-slide" className="mb-2 text-base">
        {t.add}
      </h3>
      <div className="flex flex-wrap gap-2">
        {SLIDE_KINDS.filter((kind) => kind.offers(view)).map((kind) => (
          <Button
            key={kind.id}
            size="sm"
            icon={<kind.icon />}
            pending={pending === kind.id}
            onClick={() => void add(kind)}
          >
            {t.kinds[kind.id]}
          </Button>
        ))}
      </div>
      <p className="mt-2 text-xs text-faint">{t.addDetail}</p>
    </section>
  );
}

interface ScriptFilesProps {
  slides: Script;
  onOpened: (slides: Script) => void;
  onError: (error: PalimpsestError | undefined) => void;
}

function ScriptFiles({ slides, onOpened, onError }: ScriptFilesProps) {
  const t = useMessages().shell.present;
  const input = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined) => {
    if (!file) return;
    onError(undefined);
    try {
      onOpened(readScriptFile(await file.text()));
    } catch (thrown) {
      onError(fromWireError(toWireError(thrown)));
    }
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        aria-label={t.importFile}
        className="sr-only"
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      <Button variant="quiet" icon={<Upload />} onClick={() => input.current?.click()}>
        {t.import}
      </Button>
      <Button
        variant="quiet"
        icon={<Download />}
        disabled={slides.length === 0}
        onClick={() =>
          saveBlob(
            new Blob([writeScriptFile(slides)], { type: "application/json" }),
            "palimpsest-script.json",
          )
        }
      >
        {t.export}
      </Button>
    </>
  );
}

interface SlideRowProps {
  slide: Slide;
  index: number;
  slides: Script;
  onSave: (slides: Script) => void;
}

function SlideRow({ slide, index, slides, onSave }: SlideRowProps) {
  const t = useMessages().shell.present;
  const at = index + 1;
  const kind = slideKind(slide.kind);
  const change = (more: Partial<Slide>) =>
    onSave(slides.map((other, i) => (i === index ? { ...other, ...more } : other)));
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 py-3 sm:flex-nowrap">
      <span className="numeric w-6 pt-2 text-sm text-faint">{at}</span>
      <div className="flex min-w-0 flex-1 basis-64 flex-col gap-1.5">
        <p className="flex items-center gap-1.5 text-xs text-soft">
          {kind && <kind.icon aria-hidden className="size-3.5" />}
          {kind && t.kinds[kind.id]}
        </p>
        <TextInput
          aria-label={t.captionOf(at)}
          placeholder={t.caption}
          value={slide.caption}
          maxLength={300}
          onChange={(event) => change({ caption: event.target.value })}
        />
        <TextArea
          aria-label={t.notesOf(at)}
          placeholder={t.notes}
          rows={2}
          value={slide.notes}
          maxLength={10_000}
          onChange={(event) => change({ notes: event.target.value })}
        />
      </div>
      <div className="flex">
        <IconButton
          size="sm"
          label={t.moveUp(at)}
          icon={<ArrowUp aria-hidden />}
          disabled={index === 0}
          onClick={() => onSave(movedBy(slides, index, -1))}
        />
        <IconButton
          size="sm"
          label={t.moveDown(at)}
          icon={<ArrowDown aria-hidden />}
          disabled={at === slides.length}
          onClick={() => onSave(movedBy(slides, index, 1))}
        />
        <IconButton
          size="sm"
          label={t.remove(at)}
          icon={<Trash2 aria-hidden />}
          onClick={() => onSave(slides.filter((_, i) => i !== index))}
        />
      </div>
    </li>
  );
}
