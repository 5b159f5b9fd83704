/** What the client's hooks need above them in a test: a query cache of their own, and an address that the test can read. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, renderHook, type RenderHookResult } from "@testing-library/react";
import { NuqsTestingAdapter, type OnUrlUpdateFunction } from "nuqs/adapters/testing";
import { useState, type ReactNode } from "react";
import { afterEach, vi } from "vitest";

// How long to wait for what must come: long, because tests share a busy machine.
configure({ asyncUtilTimeout: 20_000 });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

export interface ClientProvidersProps {
  /** The query of the address: "?p=server". */
  search?: string;
  onAddress?: OnUrlUpdateFunction;
  children: ReactNode;
}

export function ClientProviders({ search, onAddress, children }: ClientProvidersProps) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: false } } }));
  return (
    <QueryClientProvider client={client}>
      <NuqsTestingAdapter searchParams={search} onUrlUpdate={onAddress} hasMemory>
        {children}
      </NuqsTestingAdapter>
    </QueryClientProvider>
  );
}

/** Uses a hook of the client; `rerender` uses it with other arguments. */
export function renderClientHook<A, R>(hook: (argument: A) => R, argument: A): RenderHookResult<R, A> {
  return renderHook(hook, { wrapper: ClientProviders, initialProps: argument });
}
