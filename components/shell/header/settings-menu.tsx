"use client";

import { Languages, Monitor, Moon, Settings2, Sun } from "lucide-react";
import dynamic from "next/dynamic";
import { useTheme } from "next-themes";
import { AuthorField } from "@/components/accounts/author-field";
import { useLab } from "@/components/accounts/lab-context";
import { LANGUAGE_NAMES, LANGUAGES, useLanguage, useMessages } from "@/components/messages";
import { IconButton, Popover, SegmentedControl } from "@/components/ui";
import { useBackendChoice } from "@/lib/client/storage/backend-choice";
import { PlaceSwitch } from "./place-switch";
import { useWorkbench } from "../workbench";

const AccountMenu = dynamic(
  () => import("@/components/accounts/account-menu").then((file) => file.AccountMenu),
  { ssr: false },
);

type Theme = "light" | "dark" | "system";

/** Name or account, language, theme and, where the header has no room for it, the place of work. */
export function SettingsMenu() {
  const t = useMessages().shell;
  const { author, setAuthor } = useWorkbench();
  const hasAccounts = useLab() !== null;
  return (
    <Popover title={t.settings} trigger={<IconButton label={t.settings} icon={<Settings2 aria-hidden />} />}>
      <div className="flex flex-col gap-4">
        {hasAccounts && <AccountMenu />}
        <div className="flex flex-col gap-1.5 lg:hidden">
          <span className="text-sm font-medium">{t.place.label}</span>
          <PlaceSwitch />
        </div>
        <BackendChoiceField />
        <LanguageChoice />
        <ThemeChoice />
        <AuthorField
          label={t.author.label}
          hint={t.author.hint}
          placeholder={t.author.placeholder}
          value={author}
          onChange={setAuthor}
        />
      </div>
    </Popover>
  );
}

/** Switches to the other language in one click; the header shows it on wide screens. */
export function LanguageButton() {
  const t = useMessages().shell.language;
  const { language, setLanguage } = useLanguage();
  const other = language === "en" ? "zh" : "en";
  return (
    <IconButton
      label={t.switchTo(LANGUAGE_NAMES[other])}
      icon={<Languages aria-hidden />}
      onClick={() => setLanguage(other)}
    />
  );
}

/** WebGPU or WASM, for drivers that misbehave and for comparing the two. */
function BackendChoiceField() {
  const t = useMessages().shell.backend;
  const [choice, setChoice] = useBackendChoice();
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm font-medium">{t.label}</span>
      <SegmentedControl
        label={t.label}
        size="sm"
        value={choice}
        onChange={setChoice}
        options={[
          { value: "automatic", label: t.automatic },
          { value: "webgpu", label: t.webgpu },
          { value: "wasm", label: t.wasm },
        ]}
      />
    </div>
  );
}

function LanguageChoice() {
  const t = useMessages().shell.language;
  const { language, setLanguage } = useLanguage();
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm font-medium">{t.label}</span>
      <SegmentedControl
        label={t.label}
        size="sm"
        value={language}
        onChange={setLanguage}
        options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      />
    </div>
  );
}

function ThemeChoice() {
  const t = useMessages().shell.theme;
  const { theme, setTheme } = useTheme();
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm font-medium">{t.label}</span>
      <SegmentedControl<Theme>
        label={t.label}
        size="sm"
        value={theme === "light" || theme === "dark" ? theme : "system"}
        onChange={setTheme}
        options={[
          { value: "light", label: choice(<Sun className="size-3.5" />, t.light) },
          { value: "dark", label: choice(<Moon className="size-3.5" />, t.dark) },
          { value: "system", label: choice(<Monitor className="size-3.5" />, t.system) },
        ]}
      />
    </div>
  );
}

function choice(icon: React.ReactNode, label: string) {
  return (
    <>
      <span aria-hidden>{icon}</span>
      {label}
    </>
  );
}
