"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { useDeferredValue, useState } from "react";
import { useMessages } from "@/components/messages";
import { Scrim } from "@/components/ui";
import { useWorkbench } from "../workbench";
import { PALETTE_SOURCES } from "./sources";
import type { PaletteSource, PaletteTools } from "./source";

interface CommandPaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onPresent: () => void;
  onKeys: () => void;
}

/** Everything that has an address, and every action, by name. Ctrl/Cmd-K opens it from anywhere. */
export function CommandPalette({ open, onOpenChange, onPresent, onKeys }: CommandPaletteProps) {
  const t = useMessages().shell.palette;
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Scrim />
        <Dialog.Popup className="fixed inset-x-3 top-[12dvh] z-50 mx-auto max-w-xl overflow-hidden rounded-lg border bg-raised shadow-float">
          <Dialog.Title className="sr-only">{t.title}</Dialog.Title>
          <Search onPresent={onPresent} onKeys={onKeys} onDone={() => onOpenChange(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface SearchProps extends Pick<CommandPaletteProps, "onPresent" | "onKeys"> {
  onDone: () => void;
}

function Search({ onPresent, onKeys, onDone }: SearchProps) {
  const t = useMessages().shell.palette;
  const router = useRouter();
  const { hrefTo } = useWorkbench();
  const [typed, setTyped] = useState("");
  const query = useDeferredValue(typed.trim());
  const tools: PaletteTools = {
    query,
    onPresent,
    onKeys,
    go: (path, values) => router.push(hrefTo(path, values)),
  };
  return (
    <Command label={t.title} loop>
      <Command.Input
        value={typed}
        onValueChange={setTyped}
        placeholder={t.placeholder}
        className="w-full border-b bg-transparent px-4 py-3.5 text-lg text-ink outline-none placeholder:text-faint"
      />
      <Command.List className="max-h-[50dvh] overflow-y-auto p-2">
        <Command.Empty className="px-3 py-6 text-sm text-soft">{t.empty}</Command.Empty>
        {PALETTE_SOURCES.map((source) => (
          <Group key={source.id} source={source} tools={tools} onDone={onDone} />
        ))}
      </Command.List>
    </Command>
  );
}

interface GroupProps {
  source: PaletteSource;
  tools: PaletteTools;
  onDone: () => void;
}

function Group({ source, tools, onDone }: GroupProps) {
  const t = useMessages().shell.palette;
  const entries = source.useEntries(tools);
  if (entries.length === 0) return null;
  return (
    <Command.Group
      heading={t.sources[source.id]}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint"
    >
      {entries.map(({ id, label, keywords = [], icon: Icon, onSelect }) => (
        <Command.Item
          key={id}
          value={`${source.id} ${id}`}
          keywords={[label, ...keywords]}
          onSelect={() => {
            onDone();
            onSelect();
          }}
          className="flex min-h-10 cursor-pointer items-center gap-3 rounded-md px-3 text-base text-ink data-[selected=true]:bg-sunken"
        >
          <Icon aria-hidden className="size-4 shrink-0 text-faint" />
          <span className="min-w-0 truncate">{label}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}
