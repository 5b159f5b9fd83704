"use client";

import { useState } from "react";
import { KeptLists } from "./kept-lists";
import { ListImport, type ImportedList } from "./list-import";

/** A file that somebody wants to know more of, or keep; and the lists that are kept. */
export function ListCheck() {
  const [list, setList] = useState<ImportedList | null>(null);
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <section className="rounded-lg border bg-raised p-4">
        <ListImport list={list} onList={setList} />
      </section>
      <KeptLists />
    </div>
  );
}
