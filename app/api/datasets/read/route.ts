import { readList } from "@/lib/api";
import { readCases } from "@/lib/data/read-cases";
import { route } from "@/lib/server/http/route";

export const POST = route(
  readList,
  ({ input: { text, ...options } }) => {
    const { cases, faults, omitted, datasets } = readCases(text, options);
    return Promise.resolve({
      cases: [...cases],
      faults: [...faults],
      omitted: [...omitted],
      datasets: [...datasets],
    });
  },
  // The whole of CounterFact is 45 MB.
  { maxBodyBytes: 64_000_000 },
);
