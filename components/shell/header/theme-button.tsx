"use client";

import { Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { useMessages } from "@/components/messages";
import { IconButton } from "@/components/ui";

/** Light to dark and back. The icon waits for the browser, since the server cannot know the system's theme. */
export function ThemeButton() {
  const t = useMessages().shell.theme;
  const { resolvedTheme, setTheme } = useTheme();
  const isHydrated = useSyncExternalStore(
    noChange,
    () => true,
    () => false,
  );
  const isDark = isHydrated && resolvedTheme === "dark";
  return (
    <IconButton
      label={`${t.label}: ${isDark ? t.dark : t.light}`}
      icon={isDark ? <Moon aria-hidden /> : <Sun aria-hidden />}
      onClick={() => setTheme(isDark ? "light" : "dark")}
    />
  );
}

function noChange(): () => void {
  return () => {};
}
