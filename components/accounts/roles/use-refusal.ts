"use client";

import { useWorkbench } from "@/components/shell/workbench";
import type { OperationId } from "@/lib/api";
import { useLab, type RefusalOptions } from "../lab-context";

/**
 * Why the person's role does not permit an operation with the model at hand, in words; undefined where it does, and always on a
 * server without accounts. The control is then disabled and says this. The server holds every request to the same table.
 */
export function useRefusal(operation: OperationId, options: RefusalOptions = {}): string | undefined {
  const lab = useLab();
  const { modelId } = useWorkbench();
  return lab?.refusalOf(operation, modelId, options);
}
