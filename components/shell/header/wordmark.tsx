import { useMessages } from "@/components/messages";

/** The name twice: the scraped text stays legible under the new. */
export function Wordmark() {
  const t = useMessages().shell;
  return (
    <span className="relative inline-block font-display text-xl leading-none tracking-tight text-ink">
      <span aria-hidden className="absolute top-1 left-1 text-rule-strong opacity-40 select-none">
        {t.product}
      </span>
      <span className="relative">{t.product}</span>
    </span>
  );
}
