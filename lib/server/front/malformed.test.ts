import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { redirectMalformed } from "./malformed";

let server: Server;
let stop: () => void;
beforeAll(async () => {
  stop = redirectMalformed();
  server = createServer((asked, answer) => answer.end(`${asked.method} ${asked.url}`));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  stop();
  server.close();
});

function ask(method: string, path: string): Promise<string> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, method, path }, (answer) => {
      let text = "";
      answer.on("data", (chunk: Buffer) => (text += chunk.toString()));
      answer.on("end", () => resolve(text));
    });
    sent.on("error", reject);
    sent.end();
  });
}

test.each([
  ["GET", "/api/jobs/%ED%A0%80", "GET /api/malformed"],
  ["POST", "/api/jobs/%", "POST /api/malformed"],
  ["TRACE", "/api/models", "GET /api/malformed"],
  ["TRACE", "/", "GET /api/malformed"],
  ["GET", "/api/jobs/%E6%9D%B1?limit=%ED%A0%80", "GET /api/jobs/%E6%9D%B1?limit=%ED%A0%80"],
  ["DELETE", "/api/branches/atlas%3Amain", "DELETE /api/branches/atlas%3Amain"],
  ["GET", "/%ED%A0%80", "GET /%ED%A0%80"],
])("%s %s reaches Next as %s", async (method, path, seen) => {
  expect(await ask(method, path)).toBe(seen);
});
