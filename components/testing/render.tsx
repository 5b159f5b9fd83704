/** Draws a component in a document without a browser, under what the app puts above it. */
import { Tooltip } from "@base-ui/react/tooltip";
import { act, render, type RenderResult } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { Suspense, type ReactNode } from "react";
import { vi } from "vitest";
import { LanguageProvider, type Language } from "@/components/messages";
import { ClientProviders } from "@/lib/testing/client";

export interface DrawOptions {
  language?: Language;
  /** The query of the address: "?p=server". */
  search?: string;
}

/** Moves of the app's router are seen and lead nowhere. */
const fakeRouter = () => ({
  push: vi.fn(),
  replace: vi.fn(),
  prefetch: vi.fn(),
  refresh: vi.fn(),
  back: vi.fn(),
  forward: vi.fn(),
});

interface Drawn {
  readonly user: UserEvent;
  readonly router: ReturnType<typeof fakeRouter>;
  readonly rerender: RenderResult["rerender"];
  readonly unmount: RenderResult["unmount"];
  /** The query of the address as it is now. */
  readonly search: () => string;
}

/** Returns when what the first drawing waits for is there: Chinese sentences are loaded. */
export async function draw(
  ui: ReactNode,
  { language = "en", search = "" }: DrawOptions = {},
): Promise<Drawn> {
  let address = search;
  const router = fakeRouter();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <Suspense>
      <LanguageProvider initial={language}>
        <ClientProviders search={search} onAddress={({ queryString }) => void (address = queryString)}>
          <AppRouterContext value={router as never}>
            <Tooltip.Provider>{children}</Tooltip.Provider>
          </AppRouterContext>
        </ClientProviders>
      </LanguageProvider>
    </Suspense>
  );
  const { rerender, unmount } = await act(async () => render(ui, { wrapper }));
  return { user: userEvent.setup(), router, rerender, unmount, search: () => address };
}
