import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createMemoryStore } from "../../store";
import { createRecords } from "../records";

let server: Server | undefined;
afterEach(() => void server?.close());

/** An endpoint that replies this, and what it was sent. */
async function endpointOf(content: string, status = 200) {
  const sent: { readonly key?: string; readonly body: { model: string; messages: unknown[] } }[] = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      sent.push({
        key: request.headers.authorization,
        body: JSON.parse(body) as (typeof sent)[number]["body"],
      });
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ choices: [{ message: { content } }] }));
    });
  });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { judge: { url: `http://127.0.0.1:${port}/v1`, model: "judge", key: "secret" }, sent };
}

test("a judge at an address is asked with the key of the installation", async () => {
  const { judge, sent } = await endpointOf("A");
  expect(await createRecords(createMemoryStore(), judge).askJudge({ prompt: "Safe?" })).toEqual({
    reply: "A",
  });
  expect(sent).toEqual([
    {
      key: "Bearer secret",
      body: { model: "judge", temperature: 0, messages: [{ role: "user", content: "Safe?" }] },
    },
  ]);
});

test("a judge that is not named, or gives no answer, is refused with what to do", async () => {
  await expect(createRecords(createMemoryStore()).askJudge({ prompt: "Safe?" })).rejects.toMatchObject({
    code: "unsupported",
    hint: expect.stringContaining("PALIMPSEST_JUDGE_URL") as string,
  });
  const { judge } = await endpointOf("", 503);
  await expect(createRecords(createMemoryStore(), judge).askJudge({ prompt: "Safe?" })).rejects.toMatchObject(
    {
      code: "unsupported",
      message: expect.stringContaining("503") as string,
    },
  );
});
