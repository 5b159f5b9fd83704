"use client";

import { useContext } from "react";
import { EditRunContext, type EditRun } from "./edit-run";

export type { EditRun } from "./edit-run";

/** The page's edit run. */
export function useEditRun(): EditRun {
  const run = useContext(EditRunContext);
  if (!run) throw new Error("useEditRun needs a ModelHostProvider above it");
  return run;
}
