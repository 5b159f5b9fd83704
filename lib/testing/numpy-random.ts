/**
 * NumPy's `RandomState(seed).randn()`: a Mersenne twister (Matsumoto & Nishimura 1998) and Marsaglia's polar method. Some
 * published code draws its input with it, so golden numbers of that code depend on the same draws.
 */
const SIZE = 624;
const SHIFT = 397;

/** The first `count` normal draws after seeding. */
export function numpyNormals(seed: number, count: number): Float64Array {
  const uniform = doubles(seed);
  const draws = new Float64Array(count);
  for (let i = 0; i < count; i += 2) {
    let [x, y, radius] = [0, 0, 0];
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      radius = x * x + y * y;
    } while (radius >= 1 || radius === 0);
    const factor = Math.sqrt((-2 * Math.log(radius)) / radius);
    draws[i] = factor * y;
    if (i + 1 < count) draws[i + 1] = factor * x;
  }
  return draws;
}

/** The first `count` draws of `random_sample()` after seeding. */
export function numpyUniforms(seed: number, count: number): Float64Array {
  const uniform = doubles(seed);
  return Float64Array.from({ length: count }, uniform);
}

/** Doubles in [0, 1) with 53 random bits, from two words each. */
function doubles(seed: number): () => number {
  const state = new Uint32Array(SIZE);
  state[0] = seed;
  for (let i = 1; i < SIZE; i++) {
    state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
  }
  let at = SIZE;
  const word = (): number => {
    if (at === SIZE) {
      for (let i = 0; i < SIZE; i++) {
        const joined = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
        state[i] = state[(i + SHIFT) % SIZE] ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
      }
      at = 0;
    }
    let y = state[at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
  return () => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;
}
