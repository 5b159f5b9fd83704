/** What hooks of the client need above them: a query cache of their own, and an address that a test can read. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NuqsTestingAdapter, type OnUrlUpdateFunction } from "nuqs/adapters/testing";
import { useState, type ReactNode } from "react";

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
