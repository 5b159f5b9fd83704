/**
 * Seeded randomness. The generator is sfc32 (Doty-Humphrey's small fast counter), seeded from a string by FNV-1a, so that
 * the same seed gives the same stream on every platform.
 */
export interface Random {
  /** In [0, 1). */
  uniform(): number;
  /** Standard normal, by the Box-Muller transform. */
  normal(): number;
  /** An integer in [0, below). */
  integer(below: number): number;
  /** An independent stream, so that an added draw in one stream changes no other. */
  fork(label: string): Random;
}

export function seededRandom(seed: number | string): Random {
  const name = String(seed);
  let [a, b, c, counter] = [fnv1a(`${name}/a`), fnv1a(`${name}/b`), fnv1a(`${name}/c`), 1];

  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) next(); // mixes the seed; the author's recommendation

  return {
    uniform: next,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    integer: (below) => Math.floor(next() * below),
    fork: (label) => seededRandom(`${name}/${label}`),
  };
}

/** The items in a random order, as a new array. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash | 0;
}
