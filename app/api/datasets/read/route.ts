import { readList } from "@/lib/api";
import { readCases } from "@/lib/data/read-cases";
import { route } from "@/lib/server/http/route";

export const POST = route(
  readList,
  ({ input: { text, ...options } }) => {
    const { recognised, ...list } = readCases(text, options);
    return Promise.resolve({
      ...list,
      cases: [...list.cases],
      questions: [...list.questions],
      faults: [...list.faults],
      omitted: [...list.omitted],
      datasets: [...list.datasets],
      recognised: recognised.map((one) => ({ ...one, by: [...one.by] })),
    });
  },
  // The whole of CounterFact is 45 MB.
  { maxBodyBytes: 64_000_000 },
);
