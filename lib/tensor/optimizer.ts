/** Optimizers on the host. The variables are small (one vector) or few (one layer), so the runtime gains nothing here. */

export interface Optimizer {
  /** Moves `variable` in place, against `gradient`. */
  step(variable: Float32Array, gradient: ArrayLike<number>): void;
  /** The state of the optimizer after its steps. */
  state(): OptimizerState;
  /** Continues from the state of another optimizer, with the same bits. */
  resume(state: OptimizerState): void;
}

/** Running means of the gradient and of its square, of a variable's length; empty before the first step. */
interface OptimizerState {
  readonly count: number;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

interface AdamOptions {
  readonly learningRate: number;
  /** L2 penalty added to the gradient, as in the coupled form; 0 for none. */
  readonly weightDecay?: number;
  /** Shrinks the variable by this share of the step size instead, as AdamW does (Loshchilov & Hutter 2019); 0 for none. */
  readonly decoupledDecay?: number;
  /** Steps after which the step size is halved, again and again; it stays when absent. */
  readonly halveEvery?: number;
}

/**
 * Adam (Kingma & Ba 2015) with the constants of PyTorch: β₁ 0.9, β₂ 0.999, ε 1e-8 added after the square root of the
 * bias-corrected second moment. One optimizer serves one variable.
 */
export function adam({
  learningRate,
  weightDecay = 0,
  decoupledDecay = 0,
  halveEvery = Infinity,
}: AdamOptions): Optimizer {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  let first = new Float32Array(0);
  let second = new Float32Array(0);
  let count = 0;
  return {
    step(variable, gradient) {
      if (count === 0) {
        first = new Float32Array(variable.length);
        second = new Float32Array(variable.length);
      }
      const rate = learningRate * 0.5 ** Math.floor(count / halveEvery);
      count++;
      const stepSize = rate / (1 - beta1 ** count);
      const correction = Math.sqrt(1 - beta2 ** count);
      const kept = 1 - rate * decoupledDecay;
      for (let i = 0; i < variable.length; i++) {
        const g = gradient[i] + weightDecay * variable[i];
        first[i] = beta1 * first[i] + (1 - beta1) * g;
        second[i] = beta2 * second[i] + (1 - beta2) * g * g;
        variable[i] =
          kept * variable[i] - (stepSize * first[i]) / (Math.sqrt(second[i]) / correction + epsilon);
      }
    },
    state: () => ({ count, first, second }),
    resume(state) {
      count = state.count;
      first = Float32Array.from(state.first);
      second = Float32Array.from(state.second);
    },
  };
}

/** Scales `variable` down to `radius` when it is longer. */
export function projectOnBall(variable: Float32Array, radius: number): void {
  const length = Math.sqrt(variable.reduce((sum, x) => sum + x * x, 0));
  if (length > radius) for (let i = 0; i < variable.length; i++) variable[i] *= radius / length;
}

/** Keeps each entry within `radius` of `center`: the L∞ box of constrained fine-tuning (Zhu et al. 2020). */
export function projectOnBox(variable: Float32Array, center: Float32Array, radius: number): void {
  for (let i = 0; i < variable.length; i++) {
    variable[i] = Math.min(Math.max(variable[i], center[i] - radius), center[i] + radius);
  }
}
