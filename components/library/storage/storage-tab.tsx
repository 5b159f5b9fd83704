"use client";

import Link from "next/link";
import { useState } from "react";
import { useLab } from "@/components/accounts/lab-context";
import { useLibraryMessages } from "@/components/messages/library";
import { buttonClass, ErrorNote, Skeleton } from "@/components/ui";
import { getStorage } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { ClearStorage } from "./clear-storage";
import { HoldingsTable } from "./holdings-table";

const FIRST_AGE_DAYS = 30;

/** What the server's data folder holds by what needs it, and clearing what nothing needs. */
export function StorageTab() {
  const t = useLibraryMessages().library.storage;
  const lab = useLab();
  const isOperator = lab === null || lab.me?.person.role === "admin";
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
        {isOperator && (
          <Link
            href="/operations"
            prefetch={false}
            className={`${buttonClass("secondary", "sm")} self-start`}
          >
            {t.operations}
          </Link>
        )}
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
