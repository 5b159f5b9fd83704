"use client";

/** Who is signed in, on a server with accounts. Elsewhere there is nobody, and everybody may do everything. */
import { createContext, useContext } from "react";
import type { Me, OperationId } from "@/lib/api";

export interface RefusalOptions {
  /** With the field for which the rule asks more, such as the proposal that is approved. */
  readonly isMore?: boolean;
  /** Whose record it is about; undefined where that does not count. */
  readonly owner?: string;
}

interface Lab {
  /** Absent until it was answered. */
  readonly me: Me | undefined;
  /** Why the person may not do this with this model, in words. */
  readonly refusalOf: (operation: OperationId, model: string, options: RefusalOptions) => string | undefined;
}

export const LabContext = createContext<Lab | null>(null);

/** Null on a server without accounts. */
export function useLab(): Lab | null {
  return useContext(LabContext);
}
