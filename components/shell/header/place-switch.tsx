"use client";

import { Cpu, Server } from "lucide-react";
import { useMessages } from "@/components/messages";
import { formatPercent, SegmentedControl, Tooltip } from "@/components/ui";
import { useLoadedShare, useModelHostState } from "@/lib/client/use-model-host";
import { useWorkbench } from "../workbench";

/** Where work runs. The browser is named with the backend it found. */
export function PlaceSwitch({ size = "sm" }: { size?: "sm" | "md" }) {
  const t = useMessages().shell.place;
  const { place, setPlace } = useWorkbench();
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
                  {place === "browser" && <BackendName />}
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

/** The backend that was found; until then that it is being looked for, and nothing when none would do. */
function BackendName() {
  const t = useMessages().shell;
  const { status, backend } = useModelHostState();
  if (status === "error" || status === "closed") return null;
  if (status === "ready") return <span className="font-mono text-faint">{t.place[backend]}</span>;
  return <Loading />;
}

function Loading() {
  const t = useMessages().shell;
  const share = useLoadedShare();
  return (
    <span className="inline-flex items-center gap-1.5 text-faint">
      <span aria-hidden className="size-1.5 animate-breathe rounded-full bg-accent" />
      {share === undefined || share === 1 ? t.modelHost.opening : formatPercent(share)}
    </span>
  );
}
