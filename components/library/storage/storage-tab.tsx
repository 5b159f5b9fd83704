"use client";

import { useState } from "react";
import { useLibraryMessages } from "@/components/messages/library";
import { ErrorNote, Skeleton } from "@/components/ui";
import { getStorage } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { ClearStorage } from "./clear-storage";
import { HoldingsTable } from "./holdings-table";

const FIRST_AGE_DAYS = 30;

/** What the server's data folder holds by what needs it, and clearing what nothing needs. */
export function StorageTab() {
  const t = useLibraryMessages().library.storage;
  const [days, setDays] = useState(FIRST_AGE_DAYS);
  const { data, error, refetch, isPlaceholderData } = useQueryOf(
    getStorage,
    { input: { days } },
    { keepPrevious: true },
  );
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  return (
    <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[3fr_2fr]">
      <section className="flex min-w-0 flex-col gap-4">
        <h2 className="text-lg">{t.title}</h2>
        <p className="max-w-prose text-sm text-soft">{t.detail}</p>
        {data ? <HoldingsTable holdings={data.holdings} /> : <Skeleton className="h-96 w-full" />}
      </section>
      <ClearStorage
        removable={isPlaceholderData ? undefined : data?.removable}
        days={days}
        onDays={setDays}
      />
    </div>
  );
}
