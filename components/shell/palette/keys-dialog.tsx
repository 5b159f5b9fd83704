"use client";

import { useMessages } from "@/components/messages";
import { Dialog, Kbd } from "@/components/ui";

interface KeysDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Every key that does something, by where it does. */
export function KeysDialog({ open, onOpenChange }: KeysDialogProps) {
  const t = useMessages().shell.keys;
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t.title}>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-5 gap-y-2.5 text-sm">
        {t.list.map(([keys, what]) => (
          <div key={what} className="contents">
            <dt className="text-right whitespace-nowrap">
              <Kbd>{keys}</Kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
