// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { draw } from "@/components/testing/render";
import { LANGUAGE_NAMES, useLanguage } from ".";
import { en } from "./en";
import { useHistoryMessages } from "./history";
import { zh } from "./zh";

const shown: string[] = [];

function Label() {
  const { language, setLanguage } = useLanguage();
  const { label } = useHistoryMessages().toolbar;
  if (shown.at(-1) !== label) shown.push(label);
  return (
    <button onClick={() => setLanguage(language === "en" ? "zh" : "en")}>{LANGUAGE_NAMES[language]}</button>
  );
}

test("a place's sentences are in the reader's language from the first, and change with it", async () => {
  const { user } = await draw(<Label />, { language: "zh" });
  await user.click(await screen.findByText(LANGUAGE_NAMES.zh));
  await user.click(await screen.findByText(LANGUAGE_NAMES.en));
  await screen.findByText(LANGUAGE_NAMES.zh);
  expect(shown).toEqual([zh.history.toolbar.label, en.history.toolbar.label, zh.history.toolbar.label]);
});
