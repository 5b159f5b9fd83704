/** How numbers are written everywhere. Units are fixed here and nowhere else. */

/** A fraction in [0, 1] as a percentage with one decimal. */
export function formatPercent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)}%`;
}

/** A difference of fractions in percentage points, with its sign. */
export function formatPoints(difference: number): string {
  return `${difference < 0 ? "−" : "+"}${Math.abs(100 * difference).toFixed(1)}`;
}

/** A loss in nats, three decimals. */
export function formatNats(nats: number): string {
  return `${nats.toFixed(3)} nats`;
}

/** The units of a duration in the words of a language. */
interface DurationUnits {
  readonly ms: string;
  readonly seconds: string;
  readonly minutes: string;
  readonly hours: string;
}

/** In two units at most: "340 ms", "1.2 s", "3 min 5 s", "2 h 10 min". */
export function formatDuration(durationMs: number, units: DurationUnits): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ${units.ms}`;
  const seconds = durationMs / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} ${units.seconds}`;
  const whole = Math.round(seconds);
  if (whole < 3600) return join(Math.floor(whole / 60), units.minutes, whole % 60, units.seconds);
  const minutes = Math.round(seconds / 60);
  return join(Math.floor(minutes / 60), units.hours, minutes % 60, units.minutes);
}

/** Decimal units: one MB is a million bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 999_950) return `${(bytes / 1e3).toFixed(1)} kB`;
  if (bytes < 999_950_000) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Making one takes a millisecond, which a list of rows would pay for each. */
const timeFormats = new Map<string, Intl.DateTimeFormat>();

/** A moment in the reader's own time zone, in the words of the language. */
export function formatTime(iso: string, language: string): string {
  let format = timeFormats.get(language);
  if (!format) {
    format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
    timeFormats.set(language, format);
  }
  return format.format(new Date(iso));
}

/** Whole numbers with separators: 6,300,000. */
export function formatCount(count: number, language = "en"): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(count);
}

/** The first eight digits of a content-named id: enough to tell versions apart by eye. */
export function shortId(id: string): string {
  return id.replace(/^[a-z]+_/, "").slice(0, 8);
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
