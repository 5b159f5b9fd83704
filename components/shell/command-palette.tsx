"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { BookOpen, GitBranch, Languages, Moon, Presentation, Server, Sparkles } from "lucide-react";
import { useTheme } from "next-themes";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { LANGUAGE_NAMES, useLanguage, useMessages } from "@/components/messages";
import { storyPath } from "@/components/tour/story-path";
import { Scrim } from "@/components/ui";
import { PLACES } from "./places";
import { useWorkbench } from "./workbench";

interface CommandPaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onPresent: () => void;
}

/** Every place and command by name. Ctrl/Cmd-K opens it from anywhere. */
export function CommandPalette({ open, onOpenChange, onPresent }: CommandPaletteProps) {
  const t = useMessages().shell.palette;
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Scrim />
        <Dialog.Popup className="fixed inset-x-3 top-[12dvh] z-50 mx-auto max-w-xl overflow-hidden rounded-lg border bg-raised shadow-float">
          <Dialog.Title className="sr-only">{t.title}</Dialog.Title>
          <Command label={t.title} loop>
            <Command.Input
              placeholder={t.placeholder}
              className="w-full border-b bg-transparent px-4 py-3.5 text-lg text-ink outline-none placeholder:text-faint"
            />
            <Command.List className="max-h-[50dvh] overflow-y-auto p-2">
              <Command.Empty className="px-3 py-6 text-sm text-soft">{t.empty}</Command.Empty>
              <Groups onPresent={onPresent} onDone={() => onOpenChange(false)} />
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Groups({ onPresent, onDone }: { onPresent: () => void; onDone: () => void }) {
  const t = useMessages();
  const router = useRouter();
  const modelHost = useWorkbench();
  const { language, setLanguage } = useLanguage();
  const { resolvedTheme, setTheme } = useTheme();
  const otherLanguage = language === "en" ? "zh" : "en";
  const otherTheme = resolvedTheme === "dark" ? "light" : "dark";
  const otherPlace = modelHost.place === "browser" ? "server" : "browser";
  const run = (action: () => void) => () => {
    onDone();
    action();
  };
  return (
    <>
      <Group heading={t.shell.palette.places}>
        {PLACES.map(({ id, path, icon: Icon }) => (
          <Item
            key={id}
            icon={<Icon />}
            keywords={[id, path]}
            label={t.shell.palette.goTo(t.places[id].name)}
            onSelect={run(() => router.push(modelHost.hrefTo(path)))}
          />
        ))}
      </Group>
      <Group heading={t.shell.palette.commands}>
        <Item
          icon={<Presentation />}
          keywords={["present"]}
          label={t.shell.present.start}
          onSelect={run(onPresent)}
        />
        <Item
          icon={<BookOpen />}
          keywords={["tour", "story", "start"]}
          label={t.tour.open}
          onSelect={run(() => router.push(storyPath(1)))}
        />
        <Item
          icon={<Server />}
          keywords={["place", "browser", "server"]}
          label={`${t.shell.place.label}: ${t.shell.place[otherPlace]}`}
          onSelect={run(() => modelHost.setPlace(otherPlace))}
        />
        <Item
          icon={<Languages />}
          keywords={["language", "语言"]}
          label={t.shell.language.switchTo(LANGUAGE_NAMES[otherLanguage])}
          onSelect={run(() => setLanguage(otherLanguage))}
        />
        <Item
          icon={<Moon />}
          keywords={["theme"]}
          label={`${t.shell.theme.label}: ${t.shell.theme[otherTheme]}`}
          onSelect={run(() => setTheme(otherTheme))}
        />
      </Group>
      <Group heading={t.shell.palette.models}>
        {modelHost.models.map((model) => (
          <Item
            key={model.id}
            icon={<Sparkles />}
            keywords={[model.id]}
            label={t.shell.palette.useModel(model.name)}
            onSelect={run(() => modelHost.setModel(model.id))}
          />
        ))}
        {modelHost.branches.map((branch) => (
          <Item
            key={branch.id}
            icon={<GitBranch />}
            label={t.shell.palette.useBranch(branch.name)}
            onSelect={run(() => modelHost.setBranch(branch.name))}
          />
        ))}
      </Group>
    </>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint"
    >
      {children}
    </Command.Group>
  );
}

interface ItemProps {
  icon: ReactNode;
  label: string;
  keywords?: string[];
  onSelect: () => void;
}

function Item({ icon, label, keywords, onSelect }: ItemProps) {
  return (
    <Command.Item
      value={label}
      keywords={keywords}
      onSelect={onSelect}
      className="flex min-h-10 cursor-pointer items-center gap-3 rounded-md px-3 text-base text-ink data-[selected=true]:bg-sunken"
    >
      <span aria-hidden className="text-faint [&>svg]:size-4">
        {icon}
      </span>
      {label}
    </Command.Item>
  );
}
