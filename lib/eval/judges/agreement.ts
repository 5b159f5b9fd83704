/** Cohen's kappa of a judge with the labels of people, and a 95 % interval by resampling the sentences with a fixed seed. */
import { seededRandom } from "../../base";

export interface Agreement {
  readonly count: number;
  /** Share of sentences that both judge alike. */
  readonly equal: number;
  readonly kappa: number;
  readonly interval95: readonly [number, number];
}

const RESAMPLES = 1000;

export function agreementOf(judged: readonly boolean[], labels: readonly boolean[]): Agreement {
  const pairs = judged.map((one, i) => [one, labels[i]] as const);
  const random = seededRandom("kappa");
  const kappas = Array.from({ length: RESAMPLES }, () =>
    kappaOf(pairs.map(() => pairs[random.integer(pairs.length)])),
  ).sort((a, b) => a - b);
  return {
    count: pairs.length,
    equal: pairs.filter(([one, label]) => one === label).length / pairs.length,
    kappa: kappaOf(pairs),
    interval95: [kappas[Math.floor(0.025 * RESAMPLES)], kappas[Math.ceil(0.975 * RESAMPLES) - 1]],
  };
}

function kappaOf(pairs: readonly (readonly [boolean, boolean])[]): number {
  const share = (of: (pair: readonly [boolean, boolean]) => boolean) =>
    pairs.filter(of).length / pairs.length;
  const equal = share(([one, label]) => one === label);
  const [one, label] = [share(([first]) => first), share(([, second]) => second)];
  const chance = one * label + (1 - one) * (1 - label);
  return chance === 1 ? 1 : (equal - chance) / (1 - chance);
}
