/** The test of every journey: a built server with an empty database, its API, and the pages. */
import { test as base } from "@playwright/test";
import { ChatPage } from "../pages/chat-page";
import { EditPage } from "../pages/edit-page";
import { ExplorePage } from "../pages/explore-page";
import { HistoryPage } from "../pages/history-page";
import { LibraryPage } from "../pages/library-page";
import { Shell } from "../pages/shell";
import { apiOf, type Api } from "./api";
import { withFreshServer, type RunningServer } from "./server";

interface Options {
  /** Whether the browser has never been here: the stories come before the composer. */
  readonly isFirstVisit: boolean;
  /** Settings of the server. */
  readonly variables: Record<string, string>;
}

interface Pages {
  readonly server: RunningServer;
  readonly api: Api;
  readonly shell: Shell;
  readonly chat: ChatPage;
  readonly edit: EditPage;
  readonly explore: ExplorePage;
  readonly history: HistoryPage;
  readonly library: LibraryPage;
}

export const test = base.extend<Pages & Options>({
  isFirstVisit: [false, { option: true }],
  variables: [{}, { option: true }],
  // One for each journey, so that none finds what another left behind. It is up in a few seconds.
  server: [async ({ variables }, use) => withFreshServer(use, variables), { timeout: 90_000 }],
  baseURL: ({ server }, use) => use(server.url),
  page: async ({ page, isFirstVisit }, use) => {
    if (!isFirstVisit) await page.addInitScript(() => localStorage.setItem("palimpsest-tour", "left"));
    await use(page);
  },
  api: ({ server }, use) => use(apiOf(server.url)),
  shell: ({ page }, use) => use(new Shell(page)),
  chat: ({ page }, use) => use(new ChatPage(page)),
  edit: ({ page }, use) => use(new EditPage(page)),
  explore: ({ page }, use) => use(new ExplorePage(page)),
  history: ({ page }, use) => use(new HistoryPage(page)),
  library: ({ page }, use) => use(new LibraryPage(page)),
});

export { expect } from "@playwright/test";
