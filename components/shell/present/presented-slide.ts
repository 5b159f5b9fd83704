/** The slide that this tab presents, so that a reload goes on there. Where storage is switched off, a reload ends it. */
const KEY = "palimpsest-presented-slide";

/** From zero; null while nothing is presented. */
export function presentedSlide(): number | null {
  try {
    const text = sessionStorage.getItem(KEY);
    return text === null ? null : Number(text) || 0;
  } catch {
    return null;
  }
}

export function keepPresentedSlide(at: number | null): void {
  try {
    if (at === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, String(at));
  } catch {
    // nothing is kept
  }
}
