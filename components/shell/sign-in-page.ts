/** The page on which a browser enters the token of a shared server. It needs no script, and nothing else of the workbench. */
import { shell as english } from "@/components/messages/en/shell";
import type { Language } from "@/components/messages/languages";
import { shell as chinese } from "@/components/messages/zh/shell";

const WORDS = { en: english.signIn, zh: chinese.signIn } as const;

export function signInPage(language: Language, isWrong: boolean): string {
  const { says, label, wrong, enter } = WORDS[language];
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Palimpsest</title>
<style>
  :root { color-scheme: light dark; }
  body { display: grid; place-items: center; min-height: 100dvh; margin: 0; padding: 1rem; box-sizing: border-box;
    font: 1rem/1.5 system-ui, sans-serif; color: light-dark(#221d17, #ece7dd); background: light-dark(#f7f2e8, #15161a); }
  form { display: grid; gap: 0.75rem; width: min(24rem, 100%); }
  h1 { margin: 0; font: 400 2rem/1.2 Georgia, serif; }
  p { margin: 0; }
  [role=alert] { color: light-dark(#a3301c, #ff8d73); }
  input, button { font: inherit; color: inherit; padding: 0.5rem 0.75rem; border: 1px solid; border-radius: 0.375rem; }
  input { background: light-dark(#fffdf8, #1e2026); }
  button { cursor: pointer; color: light-dark(#f7f2e8, #15161a); background: light-dark(#221d17, #ece7dd); }
</style>
<form method="post">
  <h1>Palimpsest</h1>
  <p>${says}</p>
  ${isWrong ? `<p role="alert">${wrong}</p>` : ""}
  <label for="token">${label}</label>
  <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
  <button>${enter}</button>
</form>
</html>`;
}
