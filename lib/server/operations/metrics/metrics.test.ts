import { expect, test } from "vitest";
import { exposition } from "./exposition";
import { createRequestCounts } from "./requests";

test("values stand under the name and type of their metric, with what labels contain escaped", () => {
  const text = exposition([
    {
      name: "a_total",
      help: "Two\nlines.",
      type: "counter",
      samples: [{ value: 3, labels: { path: 'C:\\a "b"\n' } }],
    },
    { name: "b", help: "None.", type: "gauge", samples: [] },
    { name: "c", help: "Large.", type: "gauge", samples: [{ value: Infinity }, { value: 1e21 }] },
  ]);
  expect(text).toBe(
    [
      "# HELP a_total Two\\nlines.",
      "# TYPE a_total counter",
      'a_total{path="C:\\\\a \\"b\\"\\n"} 3',
      "# HELP c Large.",
      "# TYPE c gauge",
      "c +Inf",
      "c 1e+21",
      "",
    ].join("\n"),
  );
});

test("requests are counted by the pattern of their route and by status, and their times add up", () => {
  let nowMs = 0;
  const counts = createRequestCounts(() => nowMs);
  const answered = (operation: string | null, status: number, tookMs: number) => {
    const startedAt = nowMs;
    nowMs += tookMs;
    counts.observe({ operation, method: "GET", status, startedAt });
  };
  answered("jobs.get", 200, 62.5);
  answered("jobs.get", 200, 3000);
  answered("jobs.get", 404, 0);
  answered(null, 404, 1);
  const text = exposition(counts.metrics());
  expect(text).toContain('requests_total{route="/api/jobs/[jobId]",method="GET",status="200"} 2');
  expect(text).toContain('requests_total{route="/api/jobs/[jobId]",method="GET",status="404"} 1');
  expect(text).toContain('requests_total{route="none",method="GET",status="404"} 1');
  const bucketOf = (le: string) => `seconds_bucket{route="/api/jobs/[jobId]",le="${le}"}`;
  expect(text).toContain(`${bucketOf("0.005")} 1`);
  expect(text).toContain(`${bucketOf("0.1")} 2`);
  expect(text).toContain(`${bucketOf("+Inf")} 3`);
  expect(text).toContain('seconds_sum{route="/api/jobs/[jobId]"} 3.0625');
});
