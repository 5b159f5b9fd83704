"use client";

/** Who is signed in, on a server with accounts. Elsewhere there is nobody, and everybody may do everything. */
import { createContext, useContext } from "react";
import type { Me, OperationId } from "@/lib/api";

interface Lab {
  /** Absent until it was answered. */
  readonly me: Me | undefined;
  /** Why the person may not do this with this model, in words. `isMore`: with the field for which the rule asks more. */
  readonly refusalOf: (operation: OperationId, model: string, isMore: boolean) => string | undefined;
}

export const LabContext = createContext<Lab | null>(null);

/** Null on a server without accounts. */
export function useLab(): Lab | null {
  return useContext(LabContext);
}
