"use client";

import { Copy } from "lucide-react";
import { Button, TextInput, toast } from "@/components/ui";
import { useLabMessages } from "./use-messages";

/** A secret that is shown this once, with a button that copies it. */
export function Once({ label, value }: { label: string; value: string }) {
  const t = useLabMessages().account;
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    toast.success(t.copied);
  };
  return (
    <div role="status" className="flex flex-col gap-2 border-l-2 border-after pl-4">
      <p className="text-sm text-after">{label}</p>
      <div className="flex items-center gap-2">
        <TextInput
          mono
          readOnly
          aria-label={label}
          value={value}
          onFocus={(event) => event.target.select()}
        />
        <Button size="sm" icon={<Copy />} onClick={() => void copy()}>
          {t.copy}
        </Button>
      </div>
    </div>
  );
}
