import { clsx } from "clsx";
import { ChevronDown } from "lucide-react";
import type {
  InputHTMLAttributes,
  ReactNode,
  Ref,
  SelectHTMLAttributes,
  TextareaHTMLAttributes,
} from "react";

const CONTROL = clsx(
  "w-full min-w-0 rounded-md border border-rule-strong bg-raised text-base text-ink placeholder:text-faint",
  "transition-colors duration-150 hover:border-ink focus-visible:outline-offset-0",
  "disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-danger aria-invalid:bg-danger-wash",
);

interface TextInputProps extends InputHTMLAttributes<HTMLInputElement> {
  /** Monospace, for what the model reads or writes. */
  mono?: boolean;
  ref?: Ref<HTMLInputElement>;
}

export function TextInput({ mono = false, className, type = "text", ...rest }: TextInputProps) {
  return (
    <input
      {...rest}
      type={type}
      className={clsx(CONTROL, "min-h-10 px-3 py-1.5", mono && "font-mono", className)}
    />
  );
}

interface TextAreaProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  mono?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
}

export function TextArea({ mono = false, className, rows = 3, ...rest }: TextAreaProps) {
  return (
    <textarea
      {...rest}
      rows={rows}
      className={clsx(CONTROL, "field-sizing-content resize-y px-3 py-2", mono && "font-mono", className)}
    />
  );
}

interface SelectOption<V extends string = string> {
  value: V;
  label: ReactNode;
  disabled?: boolean;
}

interface SelectProps<V extends string> extends Omit<
  SelectHTMLAttributes<HTMLSelectElement>,
  "value" | "onChange" | "children"
> {
  value: V;
  onChange: (value: V) => void;
  options: readonly SelectOption<V>[];
  ref?: Ref<HTMLSelectElement>;
}

/** The platform's own list: it works with every keyboard, screen reader and phone. */
export function Select<V extends string>({ value, onChange, options, className, ...rest }: SelectProps<V>) {
  return (
    <span className={clsx("relative block min-w-0", className)}>
      <select
        {...rest}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
        className={clsx(CONTROL, "min-h-10 appearance-none py-1.5 pr-9 pl-3")}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-faint"
      />
    </span>
  );
}
