"use client";

import { ChevronLeft, ChevronRight, ListOrdered, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useMessages } from "@/components/messages";
import { IconButton } from "@/components/ui";
import { useScript } from "./use-script";

export interface PresentBarProps {
  onStop: () => void;
  onEditScript: () => void;
}

/** The caption and the steps of a presentation: left and right arrows step, Escape ends. */
export function PresentBar({ onStop, onEditScript }: PresentBarProps) {
  const t = useMessages().shell.present;
  const router = useRouter();
  const [slides] = useScript();
  const [at, setAt] = useState(-1);

  useEffect(() => {
    const go = (step: -1 | 1) => {
      const target = Math.min(slides.length - 1, Math.max(0, at + step));
      if (slides.length === 0 || target === at) return;
      setAt(target);
      router.push(slides[target].url);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || usesArrows(event.target)) return;
      if (event.key === "ArrowRight" || event.key === "PageDown") go(1);
      else if (event.key === "ArrowLeft" || event.key === "PageUp") go(-1);
      else if (event.key === "Escape") onStop();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [at, slides, router, onStop]);

  const step = (change: -1 | 1) => {
    const target = Math.min(slides.length - 1, Math.max(0, at + change));
    setAt(target);
    router.push(slides[target].url);
  };
  return (
    <footer
      aria-label={t.bar}
      className="fixed inset-x-0 bottom-0 z-30 flex min-h-14 items-center gap-3 border-t border-rule-strong bg-raised px-4 md:px-8"
    >
      <p aria-live="polite" className="min-w-0 flex-1 truncate font-display text-lg">
        {slides.length === 0 ? t.noScript : (slides[at]?.caption ?? slides[0].caption)}
      </p>
      {slides.length > 0 && (
        <>
          <span className="numeric text-sm whitespace-nowrap text-soft">
            {t.position(Math.max(0, at) + 1, slides.length)}
          </span>
          <IconButton
            label={t.previous}
            icon={<ChevronLeft aria-hidden />}
            disabled={at <= 0}
            onClick={() => step(-1)}
          />
          <IconButton
            label={t.next}
            icon={<ChevronRight aria-hidden />}
            disabled={at >= slides.length - 1}
            onClick={() => step(1)}
          />
        </>
      )}
      <IconButton label={t.editScript} icon={<ListOrdered aria-hidden />} onClick={onEditScript} />
      <IconButton label={t.stop} icon={<X aria-hidden />} onClick={onStop} />
    </footer>
  );
}

/** True inside anything that has its own use for arrow keys or Escape. */
function usesArrows(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      "input, textarea, select, [role=tab], [role=radio], [role=menu], [role=dialog], [role=region], [contenteditable]",
    ) !== null
  );
}
