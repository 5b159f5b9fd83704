/**
 * Whose job is next. Clients take turns, so that a hundred jobs of one do not hold up the single job of another; the jobs of
 * a client keep their order.
 */
import type { Job } from "../../store";

type Waiting = Pick<Job, "id" | "client">;

export interface Turns {
  /** The job that is next, from the jobs that wait in a queue, oldest first. */
  next<T extends Waiting>(waiting: readonly T[]): T | undefined;
  /** Notes that the job has its turn. */
  take(job: Waiting): void;
  /** The same jobs in the order in which they will have their turn, if no other comes. */
  order<T extends Waiting>(waiting: readonly T[]): T[];
}

export function createTurns(): Turns {
  /** When each client had its last turn, as a count. */
  const last = new Map<string | undefined, number>();
  let count = 0;
  const take = ({ client }: Waiting, turns: Map<string | undefined, number>, at: number): void => {
    // In the order of their turns, so that the client whose turn is longest ago is forgotten first.
    turns.delete(client);
    turns.set(client, at);
  };
  return {
    next: (waiting) => nextOf(waiting, last),
    take(job) {
      take(job, last, ++count);
      if (last.size > MOST_CLIENTS) last.delete([...last.keys()][0]);
    },
    order<T extends Waiting>(waiting: readonly T[]) {
      const turns = new Map(last);
      const byClient = new Map<string | undefined, T[]>();
      for (const job of waiting) byClient.set(job.client, [...(byClient.get(job.client) ?? []), job]);
      const ordered: T[] = [];
      for (let at = count + 1; ordered.length < waiting.length; at++) {
        const firsts = [...byClient.values()].flatMap(([first]) => first ?? []);
        const next = nextOf(firsts.sort(byId), turns)!;
        byClient.get(next.client)!.shift();
        ordered.push(next);
        take(next, turns, at);
      }
      return ordered;
    },
  };
}

const MOST_CLIENTS = 1_000;

function nextOf<T extends Waiting>(
  waiting: readonly T[],
  turns: ReadonlyMap<string | undefined, number>,
): T | undefined {
  const turnOf = ({ client }: T): number => turns.get(client) ?? 0;
  return waiting.reduce<T | undefined>(
    (best, job) => (best === undefined || turnOf(job) < turnOf(best) ? job : best),
    undefined,
  );
}

function byId(a: Waiting, b: Waiting): number {
  return a.id < b.id ? -1 : 1;
}
