"use client";

import { ChevronLeft, ChevronRight, ListOrdered, StickyNote, X } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useMessages } from "@/components/messages";
import { IconButton, toast } from "@/components/ui";
import { Fit } from "./fit";
import { Notes } from "./notes";
import { keepPresentedSlide, presentedSlide } from "./presented-slide";
import { slideKind } from "./slides";
import { useScript } from "./use-script";

interface StageProps {
  onStop: () => void;
  onEditScript: () => void;
}

/** A presentation: one slide on the whole screen, stepped through from the keyboard, with notes for the speaker. */
export function Stage({ onStop, onEditScript }: StageProps) {
  const t = useMessages().shell.present;
  const [slides] = useScript();
  const [wanted, setWanted] = useState(() => presentedSlide() ?? 0);
  const [hasNotes, setNotes] = useState(false);
  const [startedAt] = useState(() => Date.now());
  // The script may have been shortened since.
  const at = Math.max(0, Math.min(wanted, slides.length - 1));
  const go = useCallback(
    (to: number) => setWanted(Math.max(0, Math.min(to, slides.length - 1))),
    [slides.length],
  );
  useEffect(() => keepPresentedSlide(at), [at]);
  useGuardedReload(t.offline);
  useKeys({ at, last: slides.length - 1, go, onStop, onNotes: () => setNotes(!hasNotes) });

  const slide = slides.at(at);
  const kind = slide && slideKind(slide.kind);
  return (
    <>
      {!kind?.isLive && (
        <section
          aria-label={t.slide(at + 1)}
          className="fixed inset-0 z-30 flex flex-col gap-6 bg-paper px-[4vw] pt-[4vh] pb-24"
        >
          {slide && kind ? (
            <>
              {slide.caption && <h2 className="text-center text-3xl">{slide.caption}</h2>}
              <Fit key={at}>
                <kind.Slide data={slide.data} />
              </Fit>
            </>
          ) : (
            <p className="m-auto max-w-measure text-center font-display text-2xl">{t.noScript}</p>
          )}
        </section>
      )}
      {slide && kind?.isLive && <kind.Slide key={at} data={slide.data} />}
      {hasNotes && <Notes slides={slides} at={at} startedAt={startedAt} onClose={() => setNotes(false)} />}
      <footer
        aria-label={t.bar}
        className="fixed inset-x-0 bottom-0 z-40 flex min-h-14 items-center gap-3 border-t border-rule-strong bg-raised px-4 md:px-8"
      >
        <p aria-live="polite" className="min-w-0 flex-1 truncate font-display text-lg">
          {slide?.caption}
        </p>
        {slides.length > 0 && (
          <>
            <span className="numeric text-sm whitespace-nowrap text-soft">
              {t.position(at + 1, slides.length)}
            </span>
            <IconButton
              label={t.previous}
              icon={<ChevronLeft aria-hidden />}
              disabled={at === 0}
              onClick={() => go(at - 1)}
            />
            <IconButton
              label={t.next}
              icon={<ChevronRight aria-hidden />}
              disabled={at >= slides.length - 1}
              onClick={() => go(at + 1)}
            />
          </>
        )}
        <IconButton label={t.notes} icon={<StickyNote aria-hidden />} onClick={() => setNotes(!hasNotes)} />
        <IconButton label={t.editScript} icon={<ListOrdered aria-hidden />} onClick={onEditScript} />
        <IconButton label={t.stop} icon={<X aria-hidden />} onClick={onStop} />
      </footer>
    </>
  );
}

/** While there is no connection a reload would end the presentation: the browser asks first, and the speaker is told. */
function useGuardedReload(note: string) {
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => {
      if (!navigator.onLine) event.preventDefault();
    };
    const onOffline = () => void toast(note, { duration: 10_000 });
    addEventListener("beforeunload", onLeave);
    addEventListener("offline", onOffline);
    return () => {
      removeEventListener("beforeunload", onLeave);
      removeEventListener("offline", onOffline);
    };
  }, [note]);
}

interface Keys {
  at: number;
  last: number;
  go: (to: number) => void;
  onStop: () => void;
  onNotes: () => void;
}

function useKeys({ at, last, go, onStop, onNotes }: Keys) {
  useEffect(() => {
    const moves: Readonly<Record<string, () => void>> = {
      ArrowRight: () => go(at + 1),
      PageDown: () => go(at + 1),
      " ": () => go(at + 1),
      ArrowLeft: () => go(at - 1),
      PageUp: () => go(at - 1),
      Home: () => go(0),
      End: () => go(last),
      Escape: onStop,
      n: onNotes,
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const move = moves[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!move || usesKeys(event.target, event.key)) return;
      event.preventDefault();
      move();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [at, last, go, onStop, onNotes]);
}

/** True inside anything that has its own use for a key; a button's is the space bar. */
function usesKeys(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest(USES_KEYS) !== null || (key === " " && target.closest("button, a") !== null);
}

const USES_KEYS =
  "input, textarea, select, [role=tab], [role=radio], [role=menu], [role=dialog], [role=region], [contenteditable]";
