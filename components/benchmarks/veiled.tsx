"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { Button } from "@/components/ui";

/** Texts that a person sees only after asking for them. */
export function Veiled({ isVeiled, children }: { isVeiled: boolean; children: ReactNode }) {
  const t = useEvaluateMessages().benchmarks;
  const [isShown, setShown] = useState(false);
  if (!isVeiled) return children;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {!isShown && <p className="text-sm text-soft">{t.hidden}</p>}
      <Button
        size="sm"
        className="self-start"
        icon={isShown ? <EyeOff /> : <Eye />}
        aria-expanded={isShown}
        onClick={() => setShown(!isShown)}
      >
        {isShown ? t.hide : t.reveal}
      </Button>
      {isShown && children}
    </div>
  );
}
