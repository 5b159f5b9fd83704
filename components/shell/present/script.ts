/** A script: slides with what they recorded and what the speaker says. It is kept in this browser and travels as one file. */
import { z } from "zod";
import { because, PalimpsestError } from "@/lib/base";
import { PageAddress } from "./slides/page";
import { slideKind } from "./slides";

const Slide = z.object({
  kind: z.string(),
  caption: z.string().max(300),
  notes: z.string().max(10_000).default(""),
  /** As its kind has recorded it. */
  data: z.unknown(),
});
export type Slide = z.infer<typeof Slide>;
export type Script = readonly Slide[];

/** Before slides had kinds, each was a page. */
const OldSlide = PageAddress.extend({ caption: z.string().max(300) }).transform(({ url, caption }) => ({
  kind: "page",
  caption,
  notes: "",
  data: { url },
}));
const Slides = z.array(z.union([Slide, OldSlide])).max(200);

const FORMAT = "palimpsest-script";
const ScriptFile = z.object({ format: z.literal(FORMAT), version: z.literal(1), slides: Slides });

/** What this browser kept. A script that was damaged opens empty, and a slide that cannot be drawn any more is left out. */
export function parseScript(text: string): Script {
  const slides = Slides.safeParse(jsonOf(text)).data ?? [];
  return slides.filter(isDrawable);
}

export function writeScriptFile(slides: Script): string {
  return JSON.stringify({ format: FORMAT, version: 1, slides });
}

/** Throws `invalid_input` for a file that is no script, and for one with a slide that this version cannot draw. */
export function readScriptFile(text: string): Script {
  const slides = ScriptFile.safeParse(jsonOf(text)).data?.slides;
  if (slides?.every(isDrawable)) return slides;
  const at = slides?.findIndex((slide) => !isDrawable(slide)) ?? -1;
  throw new PalimpsestError(
    "invalid_input",
    slides ? `Slide ${at + 1} cannot be drawn here.` : "The file is not a presentation script.",
    {
      hint: "Choose a file that was saved with Export in this dialog.",
      details: because("noScript"),
    },
  );
}

/** The list with one entry moved by one step; the same list when it is already at that end. */
export function movedBy(slides: Script, index: number, step: -1 | 1): Script {
  const target = index + step;
  if (target < 0 || target >= slides.length) return slides;
  const next = [...slides];
  [next[index], next[target]] = [next[target], next[index]];
  return next;
}

function isDrawable({ kind, data }: Slide): boolean {
  return slideKind(kind)?.data.safeParse(data).success ?? false;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
