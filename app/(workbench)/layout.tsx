import { Suspense, type ReactNode } from "react";
import { ModelHostBoundary } from "@/components/shell/model-host-boundary";
import { Shell } from "@/components/shell/shell";
import { WorkbenchProvider } from "@/components/shell/workbench";

export default function WorkbenchLayout({ children }: { children: ReactNode }) {
  return (
    // The workbench reads the address, which Next gives to client components inside a boundary only.
    <Suspense>
      <WorkbenchProvider>
        <ModelHostBoundary>
          <Shell>{children}</Shell>
        </ModelHostBoundary>
      </WorkbenchProvider>
    </Suspense>
  );
}
