/** How many requests each operation answered, how, and how long that took. By operation, never by what a request names. */
import { ENDPOINTS, FILE_OPERATIONS } from "../../../api";
import type { Metric, Sample } from "./exposition";

/** A request that was answered. */
export interface Answered {
  /** Null for an address that there is not. */
  readonly operation: string | null;
  readonly method: string;
  readonly status: number;
  /** By `performance.now()`. */
  readonly startedAt: number;
}

export interface RequestCounts {
  observe(answered: Answered): void;
  metrics(): Metric[];
}

/** Seconds: from an answer out of memory to a question to a large model. */
const BOUNDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 60];

export function createRequestCounts(now: () => number = () => performance.now()): RequestCounts {
  const byStatus = new Map<string, { readonly labels: Record<string, string>; value: number }>();
  const byRoute = new Map<
    string,
    { readonly route: string; buckets: number[]; sum: number; count: number }
  >();
  return {
    observe({ operation, method, status, startedAt }) {
      const route = routeOf(operation);
      const labels = { route, method, status: String(status) };
      const counted = byStatus.get(Object.values(labels).join(" ")) ?? { labels, value: 0 };
      counted.value++;
      byStatus.set(Object.values(labels).join(" "), counted);
      const seconds = (now() - startedAt) / 1000;
      const taken = byRoute.get(route) ?? { route, buckets: BOUNDS.map(() => 0), sum: 0, count: 0 };
      for (const [i, bound] of BOUNDS.entries()) if (seconds <= bound) taken.buckets[i]++;
      taken.sum += seconds;
      taken.count++;
      byRoute.set(route, taken);
    },
    metrics: () => [
      {
        name: "palimpsest_http_requests_total",
        help: "Requests that were answered, by route and status.",
        type: "counter",
        samples: [...byStatus.values()],
      },
      {
        name: "palimpsest_http_request_seconds",
        help: "How long answers took, for a stream until its first byte.",
        type: "histogram",
        samples: [...byRoute.values()].flatMap(({ route, buckets, sum, count }): Sample[] => [
          ...BOUNDS.map((bound, i) => bucket(route, String(bound), buckets[i])),
          bucket(route, "+Inf", count),
          { suffix: "_sum", labels: { route }, value: sum },
          { suffix: "_count", labels: { route }, value: count },
        ]),
      },
    ],
  };
}

function bucket(route: string, le: string, value: number): Sample {
  return { suffix: "_bucket", labels: { route, le }, value };
}

const ROUTES = new Map([...ENDPOINTS, ...FILE_OPERATIONS].map(({ id, path }) => [id, path]));

function routeOf(operation: string | null): string {
  return (operation === null ? undefined : ROUTES.get(operation)) ?? "none";
}
