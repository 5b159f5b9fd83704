/** Draws a component in a document without a browser, under what the app puts above it. */
import { Tooltip } from "@base-ui/react/tooltip";
import { act, cleanup, render, type RenderResult } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { Suspense, type ReactNode } from "react";
import { afterEach, vi } from "vitest";
import { LanguageProvider, type Language } from "@/components/messages";
import { ClientProviders } from "@/lib/testing/client-providers";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

export interface DrawOptions {
  language?: Language;
  /** The query of the address: "?p=server". */
  search?: string;
}

export interface Drawn {
  readonly user: UserEvent;
  readonly rerender: RenderResult["rerender"];
  /** The query of the address as it is now. */
  readonly search: () => string;
}

/** Returns when what the first drawing waits for is there: Chinese sentences are loaded. */
export async function draw(
  ui: ReactNode,
  { language = "en", search = "" }: DrawOptions = {},
): Promise<Drawn> {
  let address = search;
  const wrapper = ({ children }: { children: ReactNode }) => (
    <LanguageProvider initial={language}>
      <ClientProviders search={search} onAddress={({ queryString }) => void (address = queryString)}>
        <Tooltip.Provider>{children}</Tooltip.Provider>
      </ClientProviders>
    </LanguageProvider>
  );
  const withFallback = (props: { children: ReactNode }) => <Suspense>{wrapper(props)}</Suspense>;
  const { rerender } = await act(async () => render(ui, { wrapper: withFallback }));
  return { user: userEvent.setup(), rerender, search: () => address };
}
