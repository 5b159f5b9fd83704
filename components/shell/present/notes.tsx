"use client";

import { AppWindow, X } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { createPortal } from "react-dom";
import { useMessages } from "@/components/messages";
import { Button, IconButton } from "@/components/ui";
import type { Script } from "./script";

interface NotesProps {
  slides: Script;
  at: number;
  startedAt: number;
  onClose: () => void;
}

/** What the speaker sees: notes, what comes next, and the time. In a window of its own the audience does not see it. */
export function Notes(props: NotesProps) {
  const t = useMessages().shell.present;
  const [own, setOwn] = useState<Window | null>(null);
  const { onClose } = props;
  const close = useEffectEvent(onClose);

  // Only the window itself: what is called at its end is another function at every step of the slides.
  useEffect(() => {
    if (!own) return;
    const onHide = () => close();
    own.addEventListener("pagehide", onHide);
    own.addEventListener("keydown", stepFromThere);
    return () => {
      own.removeEventListener("pagehide", onHide);
      own.removeEventListener("keydown", stepFromThere);
      own.close();
    };
  }, [own]);

  if (own) return createPortal(<NotesView {...props} />, own.document.body);
  return (
    <aside
      aria-label={t.notes}
      className="fixed right-4 bottom-20 z-40 flex max-h-[60dvh] w-96 max-w-[calc(100vw-2rem)] flex-col overflow-y-auto rounded-lg border border-rule-strong bg-raised p-5 shadow-float"
    >
      <div className="mb-3 flex items-center justify-between gap-2">
        <Button size="sm" variant="quiet" icon={<AppWindow />} onClick={() => setOwn(openWindow(t.notes))}>
          {t.ownWindow}
        </Button>
        <IconButton size="sm" label={t.closeNotes} icon={<X aria-hidden />} onClick={onClose} />
      </div>
      <NotesView {...props} />
    </aside>
  );
}

/** Keys of the speaker's window step the slides too. */
function stepFromThere({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): void {
  dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, metaKey, altKey, cancelable: true }));
}

function NotesView({ slides, at, startedAt }: NotesProps) {
  const t = useMessages().shell.present;
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const slide = slides.at(at);
  const next = slides[at + 1];
  return (
    <div className="flex flex-col gap-4 p-1">
      <p className="numeric flex justify-between gap-4 text-base whitespace-nowrap">
        <time>{clock(new Date(now))}</time>
        <span>{t.elapsed(minutes(now - startedAt))}</span>
        <span>{t.position(at + 1, slides.length)}</span>
      </p>
      <p className="text-lg whitespace-pre-wrap">
        {slide?.notes || <span className="text-faint">{t.noNotes}</span>}
      </p>
      <p className="border-t pt-3 text-base text-soft">
        {next ? t.nextIs(next.caption || t.kinds[kindOf(next.kind)]) : t.lastSlide}
      </p>
    </div>
  );
}

/** A window that looks like this page; null where the browser does not open one. */
function openWindow(title: string): Window | null {
  const own = open("", "", "popup,width=520,height=640");
  if (!own) return null;
  own.document.title = title;
  own.document.documentElement.className = document.documentElement.className;
  for (const style of document.head.querySelectorAll("style, link[rel=stylesheet]"))
    own.document.head.append(style.cloneNode(true));
  own.document.body.style.padding = "1.5rem";
  return own;
}

type KindId = keyof ReturnType<typeof useMessages>["shell"]["present"]["kinds"];

/** Slides of a script have kinds that there are: others were refused when it was read. */
function kindOf(kind: string): KindId {
  return kind as KindId;
}

function clock(at: Date): string {
  return `${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** "3:07" */
function minutes(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`;
}

function pad(n: number): string {
  return String(n).padStart(2, "0");
}
