import { Suspense, type ReactNode } from "react";
import { LabBoundary } from "@/components/accounts/lab-boundary";
import { ModelHostBoundary } from "@/components/shell/model-host-boundary";
import { Shell } from "@/components/shell/shell";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { readEnv } from "@/lib/server/env";

export default function WorkbenchLayout({ children }: { children: ReactNode }) {
  return (
    // The workbench reads the address, which Next gives to client components inside a boundary only.
    <Suspense>
      <LabBoundary hasAccounts={readEnv().hasAccounts}>
        <WorkbenchProvider>
          <ModelHostBoundary>
            <Shell>{children}</Shell>
          </ModelHostBoundary>
        </WorkbenchProvider>
      </LabBoundary>
    </Suspense>
  );
}
