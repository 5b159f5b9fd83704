"use client";

import { Cpu, Server } from "lucide-react";
import { useMessages } from "@/components/messages";
import { SegmentedControl, Tooltip } from "@/components/ui";
import { useBench } from "@/lib/client/use-bench";
import { useWorkbench } from "./workbench";

/** Where work runs. The browser is named with the backend it found. */
export function PlaceSwitch({ size = "sm" }: { size?: "sm" | "md" }) {
  const t = useMessages().shell.place;
  const { place, setPlace } = useWorkbench();
  const backend = useBackendName();
  return (
    <Tooltip content={place === "browser" ? t.browserDetail : t.serverDetail}>
      <div>
        <SegmentedControl
          label={t.label}
          size={size}
          value={place}
          onChange={setPlace}
          options={[
            {
              value: "browser",
              label: (
                <>
                  <Cpu aria-hidden className="size-3.5" />
                  {t.browser}
                  {place === "browser" && backend && <span className="font-mono text-faint">{backend}</span>}
                </>
              ),
            },
            {
              value: "server",
              label: (
                <>
                  <Server aria-hidden className="size-3.5" />
                  {t.server}
                  {place === "server" && <span className="font-mono text-faint">{t.native}</span>}
                </>
              ),
            },
          ]}
        />
      </div>
    </Tooltip>
  );
}

function useBackendName(): string | undefined {
  const t = useMessages().shell.place;
  const { status, backend } = useBench();
  return status === "error" ? undefined : t[backend];
}
