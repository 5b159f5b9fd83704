"use client";

import { Popover as Base } from "@base-ui/react/popover";
import { clsx } from "clsx";
import type { ReactElement, ReactNode } from "react";

interface PopoverProps {
  /** The element that opens it; it receives the trigger's props. */
  trigger: ReactElement;
  title?: ReactNode;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "left" | "right";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
}

export function Popover({
  trigger,
  title,
  children,
  align = "end",
  side = "bottom",
  open,
  onOpenChange,
  className,
}: PopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={8} collisionPadding={12} className="z-50">
          <Base.Popup
            className={clsx(
              "max-h-(--available-height) w-80 max-w-(--available-width) overflow-y-auto rounded-lg border bg-raised p-4",
              "shadow-float transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0",
              className,
            )}
          >
            {title && <Base.Title className="mb-2 text-lg">{title}</Base.Title>}
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
