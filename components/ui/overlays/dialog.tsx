"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { clsx } from "clsx";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useMessages } from "@/components/messages";

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  size?: "md" | "lg";
  children?: ReactNode;
}

/** Darkens the page behind a dialog, and by its mark the gutter of the page's scrollbar too. */
export function Scrim() {
  return (
    <Base.Backdrop
      data-scrim
      className="fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0"
    />
  );
}

export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  footer,
  size = "md",
  children,
}: DialogProps) {
  const t = useMessages();
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Scrim />
        <Base.Popup
          className={clsx(
            "fixed inset-x-3 bottom-3 z-50 mx-auto flex max-h-[88dvh] flex-col rounded-lg border bg-raised shadow-float",
            "sm:top-1/2 sm:bottom-auto sm:-translate-y-1/2",
            "transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0",
            size === "lg" ? "sm:max-w-3xl" : "sm:max-w-lg",
          )}
        >
          <div className="flex items-start justify-between gap-4 px-5 pt-4">
            <div className="min-w-0">
              <Base.Title className="text-xl">{title}</Base.Title>
              {description && (
                <Base.Description className="mt-1 text-sm text-soft">{description}</Base.Description>
              )}
            </div>
            <Base.Close
              aria-label={t.ui.close}
              className="-mt-1 -mr-2 inline-flex size-9 shrink-0 items-center justify-center rounded-md text-soft hover:bg-sunken hover:text-ink"
            >
              <X aria-hidden className="size-4.5" />
            </Base.Close>
          </div>
          <div className="min-h-0 overflow-y-auto px-5 py-4">{children}</div>
          {footer && <div className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
