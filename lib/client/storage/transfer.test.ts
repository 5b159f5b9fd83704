import { afterEach, expect, test, vi } from "vitest";
import { downloadBlob } from "./transfer";

afterEach(() => vi.unstubAllGlobals());

const CHUNKS = 500;

test("a file that arrives in many chunks is reported now and then, and when it is there", async () => {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent++ < CHUNKS) controller.enqueue(new Uint8Array([sent % 256]));
      else controller.close();
    },
  });
  vi.stubGlobal("fetch", async () => new Response(body, { headers: { "content-length": String(CHUNKS) } }));
  const reports: number[] = [];
  const blob = await downloadBlob("/file", (loadedBytes) => reports.push(loadedBytes));
  expect(blob.size).toBe(CHUNKS);
  expect(reports.at(-1)).toBe(CHUNKS);
  expect(reports.length).toBeLessThan(CHUNKS / 10);
});
