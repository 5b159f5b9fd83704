"use client";

import { Presentation, Search } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useMessages } from "@/components/messages";
import { IconButton, Kbd } from "@/components/ui";
import { JobTray } from "../jobs/job-tray";
import { PlaceSwitch } from "./place-switch";
import { LanguageButton, SettingsMenu } from "./settings-menu";
import { ThemeButton } from "./theme-button";
import { VersionButton } from "./version-button";

interface HeaderProps {
  onOpenPalette: () => void;
  onPresent: () => void;
}

export function Header({ onOpenPalette, onPresent }: HeaderProps) {
  const t = useMessages().shell;
  const shortcut = useSyncExternalStore(noChange, ownShortcut, () => "Ctrl K");
  return (
    <header
      aria-label={t.header}
      className="sticky top-0 z-30 short:static flex min-h-14 items-center justify-between gap-3 border-b bg-paper/95 px-3 backdrop-blur-sm md:px-6"
    >
      <VersionButton />
      <div className="flex shrink-0 items-center gap-0.5">
        <div className="mr-2 hidden lg:block">
          <PlaceSwitch />
        </div>
        <JobTray />
        <button
          type="button"
          onClick={onOpenPalette}
          aria-label={t.palette.open}
          className="mx-1 hidden min-h-8 items-center gap-2 rounded-md border px-2 text-sm text-faint hover:border-rule-strong hover:text-ink md:inline-flex"
        >
          <Search aria-hidden className="size-4" />
          <Kbd>{shortcut}</Kbd>
        </button>
        <div className="hidden items-center md:flex">
          <LanguageButton />
          <ThemeButton />
        </div>
        <SettingsMenu />
        <IconButton label={t.present.start} icon={<Presentation aria-hidden />} onClick={onPresent} />
      </div>
    </header>
  );
}

function ownShortcut(): string {
  return /Mac|iP(hone|ad)/.test(navigator.userAgent) ? "⌘K" : "Ctrl K";
}

function noChange(): () => void {
  return () => {};
}
