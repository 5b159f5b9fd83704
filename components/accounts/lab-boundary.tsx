"use client";

import { lazy, type ReactNode } from "react";

// A server without accounts sends none of it.
const LabProvider = lazy(() => import("./lab-provider").then((file) => ({ default: file.LabProvider })));

/** What stands above the workbench on a server with accounts. */
export function LabBoundary({ hasAccounts, children }: { hasAccounts: boolean; children: ReactNode }) {
  return hasAccounts ? <LabProvider>{children}</LabProvider> : children;
}
