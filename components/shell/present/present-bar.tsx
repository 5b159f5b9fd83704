"use client";

import { ChevronLeft, ChevronRight, ListOrdered, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { useMessages } from "@/components/messages";
import { IconButton } from "@/components/ui";
import { useScript, type Slide } from "./use-script";

interface PresentBarProps {
  onStop: () => void;
  onEditScript: () => void;
}

/** The caption and the steps of a presentation: left and right arrows step, Escape ends. */
export function PresentBar({ onStop, onEditScript }: PresentBarProps) {
  const t = useMessages().shell.present;
  const [slides] = useScript();
  const { at, step } = useSteps(slides);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || usesArrows(event.target)) return;
      if (event.key === "ArrowRight" || event.key === "PageDown") step(1);
      else if (event.key === "ArrowLeft" || event.key === "PageUp") step(-1);
      else if (event.key === "Escape") onStop();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [step, onStop]);

  return (
    <footer
      aria-label={t.bar}
      className="fixed inset-x-0 bottom-0 z-30 flex min-h-14 items-center gap-3 border-t border-rule-strong bg-raised px-4 md:px-8"
    >
      <p aria-live="polite" className="min-w-0 flex-1 truncate font-display text-lg">
        {slides[at]?.caption ?? t.noScript}
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

/** Opens the first slide, and any other on request; past an end nothing happens. */
function useSteps(slides: readonly Slide[]) {
  const router = useRouter();
  const [wanted, setWanted] = useState(0);
  // The script may have been shortened since.
  const at = Math.max(0, Math.min(wanted, slides.length - 1));
  const url = slides[at]?.url;

  useEffect(() => {
    if (url) router.push(url);
  }, [url, router]);

  const step = useCallback(
    (change: -1 | 1) => {
      if (slides[at + change]) setWanted(at + change);
    },
    [at, slides],
  );
  return { at, step };
}

/** True inside anything that has its own use for arrow keys or Escape. */
function usesArrows(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(USES_ARROWS) !== null;
}

const USES_ARROWS =
  "input, textarea, select, [role=tab], [role=radio], [role=menu], [role=dialog], [role=region], [contenteditable]";
