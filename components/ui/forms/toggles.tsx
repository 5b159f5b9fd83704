"use client";

import { Checkbox as BaseCheckbox } from "@base-ui/react/checkbox";
import { Switch as BaseSwitch } from "@base-ui/react/switch";
import { clsx } from "clsx";
import { Check } from "lucide-react";
import { useId, type ReactNode } from "react";

interface ToggleProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: ReactNode;
  /** A second line under the label. */
  hint?: ReactNode;
  disabled?: boolean;
  className?: string;
}

export function Checkbox({ checked, onChange, label, hint, disabled, className }: ToggleProps) {
  const id = useId();
  return (
    <div className={clsx("flex items-start gap-2.5", className)}>
      <BaseCheckbox.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        aria-labelledby={`${id}-label`}
        className={clsx(
          "mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-sm border border-rule-strong bg-raised",
          "transition-colors duration-150 data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50",
        )}
      >
        <BaseCheckbox.Indicator className="text-on-accent">
          <Check aria-hidden className="size-3.5" strokeWidth={3} />
        </BaseCheckbox.Indicator>
      </BaseCheckbox.Root>
      <ToggleText id={id} label={label} hint={hint} />
    </div>
  );
}

export function Switch({ checked, onChange, label, hint, disabled, className }: ToggleProps) {
  const id = useId();
  return (
    <div className={clsx("flex items-start gap-2.5", className)}>
      <BaseSwitch.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        aria-labelledby={`${id}-label`}
        className={clsx(
          "mt-0.5 flex h-5 w-9 shrink-0 items-center rounded-full border border-rule-strong bg-sunken p-0.5",
          "transition-colors duration-150 data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50",
        )}
      >
        <BaseSwitch.Thumb
          className={clsx(
            "size-3.5 rounded-full bg-rule-strong transition-transform duration-150 ease-quill",
            "data-checked:translate-x-4 data-checked:bg-on-accent",
          )}
        />
      </BaseSwitch.Root>
      <ToggleText id={id} label={label} hint={hint} />
    </div>
  );
}

function ToggleText({ id, label, hint }: { id: string; label: ReactNode; hint?: ReactNode }) {
  return (
    <div className="min-w-0">
      <label id={`${id}-label`} htmlFor={id} className="cursor-pointer text-base text-ink">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-faint">
          {hint}
        </p>
      )}
    </div>
  );
}
