"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { clsx } from "clsx";
import { Check } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

export interface MenuItem {
  key: string;
  label: ReactNode;
  onSelect: () => void;
  icon?: ReactNode;
  /** Small text at the end of the line. */
  detail?: ReactNode;
  /** Marks the current choice. */
  checked?: boolean;
  danger?: boolean;
  disabled?: boolean;
}

interface MenuProps {
  /** The element that opens it; it receives the trigger's props. */
  trigger: ReactElement;
  items: readonly (MenuItem | "separator")[];
  align?: "start" | "center" | "end";
}

export function Menu({ trigger, items, align = "end" }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={6} collisionPadding={12} className="z-50">
          <Base.Popup className="min-w-48 rounded-lg border bg-raised p-1 shadow-float outline-none">
            {items.map((item, index) =>
              item === "separator" ? (
                <Base.Separator key={`separator-${index}`} className="my-1 h-px bg-rule" />
              ) : (
                <Base.Item
                  key={item.key}
                  disabled={item.disabled}
                  onClick={item.onSelect}
                  className={clsx(
                    "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-sm outline-none select-none",
                    "data-disabled:cursor-not-allowed data-disabled:opacity-50 data-highlighted:bg-sunken",
                    item.danger ? "text-danger" : "text-ink",
                  )}
                >
                  {item.icon && (
                    <span aria-hidden className="text-faint [&>svg]:size-4">
                      {item.icon}
                    </span>
                  )}
                  <span className="min-w-0 flex-1">{item.label}</span>
                  {item.detail && <span className="text-xs text-faint">{item.detail}</span>}
                  {item.checked && <Check aria-hidden className="size-4 text-accent" />}
                </Base.Item>
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
