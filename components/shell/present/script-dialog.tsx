"use client";

import { ArrowDown, ArrowUp, Plus, Presentation, Trash2 } from "lucide-react";
import { usePathname } from "next/navigation";
import { useMessages } from "@/components/messages";
import { Button, Dialog, EmptyNote, IconButton, TextInput } from "@/components/ui";
import { PLACES } from "../places";
import { movedBy, useScript, type Slide } from "./use-script";

interface ScriptDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onBegin: () => void;
}

/** Adds the view behind the dialog to the script, captions slides, orders and removes them. */
export function ScriptDialog({ open, onOpenChange, onBegin }: ScriptDialogProps) {
  const t = useMessages();
  const [slides, save] = useScript();
  const path = usePathname();
  const place = PLACES.find((entry) => entry.path === path);

  const addCurrent = () => {
    const caption = place ? t.shell.present.defaultCaption(t.places[place.id].name) : t.shell.product;
    save([...slides, { url: `${location.pathname}${location.search}`, caption }]);
  };

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="lg"
      title={t.shell.present.dialogTitle}
      description={t.shell.present.dialogDetail}
      footer={
        <>
          <Button icon={<Plus />} onClick={addCurrent}>
            {t.shell.present.addCurrent}
          </Button>
          <Button variant="primary" icon={<Presentation />} onClick={onBegin}>
            {t.shell.present.begin}
          </Button>
        </>
      }
    >
      {slides.length === 0 ? (
        <EmptyNote title={t.shell.present.script} detail={t.shell.present.empty} />
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

interface SlideRowProps {
  slide: Slide;
  index: number;
  slides: readonly Slide[];
  onSave: (slides: readonly Slide[]) => void;
}

function SlideRow({ slide, index, slides, onSave }: SlideRowProps) {
  const t = useMessages().shell.present;
  const at = index + 1;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3 sm:flex-nowrap">
      <span className="numeric w-6 text-sm text-faint">{at}</span>
      <div className="min-w-0 flex-1 basis-64">
        <TextInput
          aria-label={t.captionOf(at)}
          value={slide.caption}
          maxLength={300}
          onChange={(event) =>
            onSave(
              slides.map((other, i) => (i === index ? { ...other, caption: event.target.value } : other)),
            )
          }
        />
        <p className="mt-1 truncate font-mono text-xs text-faint">{slide.url}</p>
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
