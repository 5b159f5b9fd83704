"use client";

import { useState } from "react";
import { ListImport, type ImportedList } from "./list-import";

/** A file that somebody wants to know more of: what it is, and what of it can be used. */
export function ListCheck() {
  const [list, setList] = useState<ImportedList | null>(null);
  return (
    <section className="rounded-lg border bg-raised p-4">
      <ListImport list={list} onList={setList} />
    </section>
  );
}
