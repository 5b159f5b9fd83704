/**
 * A store whose answers wait until the test lets them through. A test that acts after each step in turn has acted at every
 * await of the code that uses the store.
 */
import type { Store } from "../store";

export interface Stepper {
  /** Resolves in a step of its own. */
  gate(): Promise<void>;
  /** The store behind gates: one before each call reaches it and one before each answer comes back. */
  wrap(store: Store): Store;
  /** Opens one gate and lets everything happen that waits for no other. False when no gate is closed. */
  step(): Promise<boolean>;
}

/** Which of several closed gates opens: "first" serves in order of arrival, "last" lets a newcomer overtake. */
export type StepOrder = "first" | "last";

export function createStepper(order: StepOrder): Stepper {
  const closed: (() => void)[] = [];
  const gate = (): Promise<void> => new Promise((resolve) => closed.push(resolve));

  const gated = <T extends object>(methods: T): T =>
    Object.fromEntries(
      Object.entries(methods).map(([name, method]) => [
        name,
        async (...values: unknown[]) => {
          await gate();
          try {
            return await (method as (...values: unknown[]) => Promise<unknown>)(...values);
          } finally {
            await gate();
          }
        },
      ]),
    ) as T;
  const repositories = ({ transaction: _, ...parts }: Store): Omit<Store, "transaction"> =>
    Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, gated(part)])) as Omit<
      Store,
      "transaction"
    >;

  return {
    gate,
    wrap: (store) => ({
      ...repositories(store),
      ...gated({
        transaction: <T>(work: (inside: Store) => Promise<T>): Promise<T> =>
          store.transaction((inside) =>
            work({ ...repositories(inside), transaction: inside.transaction.bind(inside) }),
          ),
      }),
    }),
    async step() {
      const open = order === "first" ? closed.shift() : closed.pop();
      open?.();
      // A turn of the event loop comes after every promise that can resolve by itself.
      await new Promise((resolve) => setImmediate(resolve));
      return open !== undefined;
    },
  };
}
