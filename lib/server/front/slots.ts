/** How much of something may be under way at once: in all, and of one client. */
import { because, PalimpsestError } from "../../base";

export interface Slots {
  /** Takes a share until it is given back. Throws `too_many` where there is no room. */
  take(client: string): () => void;
  /** Takes a share while work is under way. */
  during<T>(client: string, work: () => Promise<T>): Promise<T>;
  readonly taken: number;
}

interface SlotsOptions {
  /** What is under way, for the message: "uploads". */
  readonly what: string;
  readonly inAll: number;
  readonly ofClient: number;
}

export function createSlots({ what, inAll, ofClient }: SlotsOptions): Slots {
  const byClient = new Map<string, number>();
  let taken = 0;
  const slots: Slots = {
    take(client) {
      const own = byClient.get(client) ?? 0;
      if (taken >= inAll || own >= ofClient) {
        const whose = own >= ofClient ? "yours" : "all clients";
        throw new PalimpsestError(
          "too_many",
          `${Math.min(taken, own || taken)} ${what} of ${whose} are under way.`,
          {
            hint: "Wait until one of them has ended, then try again.",
            details: because("tooManyUnderWay", { count: Math.min(taken, own || taken) }),
          },
        );
      }
      taken++;
      byClient.set(client, own + 1);
      let isBack = false;
      return () => {
        if (isBack) return;
        isBack = true;
        taken--;
        const left = (byClient.get(client) ?? 1) - 1;
        if (left === 0) byClient.delete(client);
        else byClient.set(client, left);
      };
    },
    async during(client, work) {
      const leave = slots.take(client);
      return work().finally(leave);
    },
    get taken() {
      return taken;
    },
  };
  return slots;
}

/** A bound on bytes that are in memory at once. Who comes when it is full waits for the others, in order. */
export interface Room {
  /** Waits until there is room. What is larger than all the room enters alone. Throws when the signal aborts. */
  enter(bytes: number, signal: AbortSignal): Promise<() => void>;
}

export function createRoom(mostBytes: number): Room {
  const waiting: { readonly bytes: number; go(): void }[] = [];
  let held = 0;
  const admit = (): void => {
    for (let next = waiting[0]; next && (held === 0 || held + next.bytes <= mostBytes); next = waiting[0]) {
      waiting.shift();
      held += next.bytes;
      next.go();
    }
  };
  const leave = (bytes: number) => {
    let isOut = false;
    return () => {
      if (isOut) return;
      isOut = true;
      held -= bytes;
      admit();
    };
  };
  return {
    async enter(bytes, signal) {
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const entry = { bytes, go: resolve };
        waiting.push(entry);
        signal.addEventListener(
          "abort",
          () => {
            const at = waiting.indexOf(entry);
            if (at < 0) return;
            waiting.splice(at, 1);
            reject(signal.reason as Error);
            admit();
          },
          { once: true },
        );
        admit();
      });
      return leave(bytes);
    },
  };
}
