"use client";

import dynamic from "next/dynamic";
import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from "react";
import { useMessages } from "@/components/messages";
import { ModelHostNotice } from "./model-host-notice";
import { BottomBar } from "./bottom-bar";
import { Header } from "./header/header";
import { keepPresentedSlide, presentedSlide } from "./present/presented-slide";
import { Rail } from "./rail";

// Fetched once the page is up: none is seen before somebody asks for it.
const CommandPalette = dynamic(
  () => import("./palette/command-palette").then((file) => file.CommandPalette),
  {
    ssr: false,
  },
);
const KeysDialog = dynamic(() => import("./palette/keys-dialog").then((file) => file.KeysDialog), {
  ssr: false,
});
const ScriptDialog = dynamic(() => import("./present/script-dialog").then((file) => file.ScriptDialog), {
  ssr: false,
});

/** A script is presented without a connection too, so the stage is fetched when the script is opened, with what charts are drawn by. */
const loadStage = async () => {
  const [{ Stage: component }] = await Promise.all([
    import("./present/stage"),
    import("@/components/charts/echarts"),
  ]);
  return { default: component };
};
const Stage = lazy(loadStage);

const neverChanges = () => () => undefined;

/** The frame of every place: rail, header, palette, and Present, which hides the frame. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useMessages().shell;
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isKeysOpen, setKeysOpen] = useState(false);
  const [isScriptOpen, setScriptOpen] = useState(false);
  // A reload goes on with the presentation, of which the server does not know.
  const wasPresenting = useSyncExternalStore(
    neverChanges,
    () => presentedSlide() !== null,
    () => false,
  );
  const [chosen, setPresenting] = useState<boolean>();
  const isPresenting = chosen ?? wasPresenting;
  const stop = useCallback(() => {
    keepPresentedSlide(null);
    setPresenting(false);
  }, []);
  const openScript = useCallback(() => {
    setScriptOpen(true);
    // Fetched again when it begins, if this fails.
    void loadStage().catch(() => undefined);
  }, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "?" && !isWriting(event.target)) setKeysOpen(true);
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setPaletteOpen((open) => !open);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  useEffect(() => {
    document.documentElement.toggleAttribute("data-present", isPresenting);
    return () => document.documentElement.removeAttribute("data-present");
  }, [isPresenting]);

  const begin = () => {
    keepPresentedSlide(0);
    setScriptOpen(false);
    setPresenting(true);
  };

  return (
    <div className="flex min-h-dvh short:max-md:flex-col">
      <nav aria-label={t.skip}>
        <a
          href="#work"
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2"
        >
          {t.skip}
        </a>
      </nav>
      {!isPresenting && <Rail />}
      <div className="flex min-w-0 flex-1 flex-col">
        {!isPresenting && <Header onOpenPalette={() => setPaletteOpen(true)} onPresent={openScript} />}
        <main
          id="work"
          tabIndex={-1}
          className="min-w-0 flex-1 px-4 pt-6 pb-24 outline-none md:px-8 md:pt-8 md:pb-16"
        >
          <ModelHostNotice />
          {children}
        </main>
      </div>
      {isPresenting ? (
        <Suspense>
          <Stage onStop={stop} onEditScript={openScript} />
        </Suspense>
      ) : (
        <BottomBar />
      )}
      <CommandPalette
        open={isPaletteOpen}
        onOpenChange={setPaletteOpen}
        onPresent={openScript}
        onKeys={() => setKeysOpen(true)}
      />
      <KeysDialog open={isKeysOpen} onOpenChange={setKeysOpen} />
      <ScriptDialog open={isScriptOpen} onOpenChange={setScriptOpen} onBegin={begin} />
    </div>
  );
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}
