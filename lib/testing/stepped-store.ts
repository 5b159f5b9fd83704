/**
 * A store whose calls wait until the test opens a gate. A test that acts between the steps covers every await in the code
 * that uses the store.
 */
import type { Store } from "../store";

interface Stepper {
  /** Waits at a new gate, which one step opens. */
  gate(): Promise<void>;
  /** The store behind gates: one before each call, and one before its result is returned. */
  wrap(store: Store): Store;
  /** Opens one gate and runs all code that waits for no other gate. False if no gate was closed. */
  step(): Promise<boolean>;
}

/** The closed gate that a step opens: "first" keeps the order of the calls, "last" lets the newest call overtake. */
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
      // The event loop runs this callback only after every promise that can resolve without a gate.
      await new Promise((resolve) => setImmediate(resolve));
      return open !== undefined;
    },
  };
}
