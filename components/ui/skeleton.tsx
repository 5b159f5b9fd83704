import { clsx } from "clsx";

/** The shape of what is coming. Give it the size of the final thing through `className`. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div aria-hidden className={clsx("animate-breathe rounded-sm bg-sunken", className ?? "h-4 w-full")} />
  );
}
