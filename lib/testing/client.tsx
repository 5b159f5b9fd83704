/** Providers for the client's hooks in a test: a query cache for each test, and a URL that the test can read. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, renderHook, type RenderHookResult } from "@testing-library/react";
import { NuqsTestingAdapter, type OnUrlUpdateFunction } from "nuqs/adapters/testing";
import { useState, type ReactNode } from "react";
import { afterEach, vi } from "vitest";

// Longest wait for an expected change: long, because tests share a busy machine.
configure({ asyncUtilTimeout: 20_000 });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

interface ClientProvidersProps {
  /** The query of the URL, such as "?p=server". */
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

/** Renders a hook of the client. `rerender` calls it with other arguments. */
export function renderClientHook<A, R>(hook: (argument: A) => R, argument: A): RenderHookResult<R, A> {
  return renderHook(hook, { wrapper: ClientProviders, initialProps: argument });
}
