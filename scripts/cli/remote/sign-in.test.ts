/** Signing in, asking and writing on a server, which is played here: it checks what it is sent. */
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from "vitest";
import { addHistoryCommands } from "../history";
import { refuseElsewhere } from "./commands";
import { addSignInCommands } from "./sign-in";

interface Asked {
  readonly what: string;
  readonly body: unknown;
  readonly key: string | undefined;
}
type Answer = readonly [status: number, body: unknown];

const KEY = "pal_0123456789abcdefghij";
const DAY = "2026-12-30T00:00:00.000Z";
const row = { id: "key_1", name: "here", start: "pal_0123", role: "viewer", createdAt: DAY, expiresAt: DAY };
const checkpoint = {
  id: "ver_0123456789abcdef",
  model: "atlas",
  parents: [],
  createdAt: DAY,
  author: "",
  reason: "as it came",
  change: { kind: "checkpoint", checkpoint: "atlas" },
  deltaNorms: {},
  fingerprint: "b".repeat(64),
};

let folder: string;
let server: Server;
let origin: string;
let asked: Asked[];
let answers: Record<string, Answer>;
let written: MockInstance<typeof process.stdout.write>;
let told: MockInstance<typeof process.stderr.write>;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "sign-in-command-"));
  vi.stubEnv("XDG_CONFIG_HOME", folder);
  written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  asked = [];
  server = createServer((request, response) => {
    void text(request).then((sent) => {
      const what = `${request.method} ${request.url}`;
      const body: unknown = sent === "" ? undefined : JSON.parse(sent);
      asked.push({ what, body, key: request.headers.authorization?.replace("Bearer ", "") });
      const [status, answer] = answers[what] ?? [404, { code: "not_found", message: what }];
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const device = {
    deviceCode: "dev_0123456789abcdefghij",
    userCode: "WDJB-MJHT",
    address: `${origin}/device?code=WDJB-MJHT`,
    expiresInSeconds: 600,
    intervalSeconds: 0,
  };
  const person = { id: "p1", name: "Ada", email: "ada@lab.example", role: "viewer", models: {} };
  answers = {
    "POST /api/accounts/device": [200, device],
    "POST /api/accounts/device/key": [200, { status: "approved", key: row, secret: KEY, person: "Ada" }],
    "GET /api/accounts/me": [200, { person, admins: [] }],
    "DELETE /api/accounts/keys/key_1": [200, { removed: "key_1" }],
  };
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

/** What a command prints. */
async function printed(...words: string[]): Promise<unknown> {
  const program = new Command().exitOverride().option("--server <address>");
  const common = () =>
    ({ model: "atlas", runtime: "native", json: true, ...program.opts<object>() }) as const;
  program.hook("preAction", (_, command) =>
    refuseElsewhere(command, program.opts<{ server?: string }>().server),
  );
  addSignInCommands(program, common);
  addHistoryCommands(program, common);
  program.command("models").action(() => undefined);
  written.mockClear();
  await program.parseAsync(words, { from: "user" });
  return JSON.parse(written.mock.calls.map(([text]) => String(text)).join("") || "null");
}
const file = () => path.join(folder, "palimpsest", "servers.json");
const login = () => printed("login", "--server", origin, "--role", "editor");

describe("palimpsest login", () => {
  test("prints the code and the address, and keeps the key where nobody else reads it", async () => {
    expect(await login()).toEqual({ server: origin, person: "Ada", role: "viewer", expiresAt: DAY });
    const lines = told.mock.calls.map(([text]) => String(text)).join("");
    expect(lines).toContain(`${origin}/device?code=WDJB-MJHT`);
    expect(lines).toContain("WDJB-MJHT");
    expect(asked[0].body).toMatchObject({ role: "editor", days: 30, host: expect.any(String) });
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file()))).mode & 0o777).toBe(0o700);
    expect(JSON.parse(await readFile(file(), "utf8"))).toMatchObject({
      [origin]: { key: KEY, keyId: "key_1" },
    });
    expect(`${lines}${written.mock.calls.join("")}`).not.toContain(KEY);
  });

  test("waits as long as it is told to, and asks again", async () => {
    const later = [
      { status: "pending", intervalSeconds: 0 },
      { status: "slow-down", intervalSeconds: 1 },
    ];
    const approved = answers["POST /api/accounts/device/key"];
    Object.defineProperty(answers, "POST /api/accounts/device/key", {
      get: () => (later.length > 0 ? [200, later.shift()] : approved),
    });
    const from = performance.now();
    await login();
    expect(asked.filter(({ what }) => what.endsWith("/key"))).toHaveLength(3);
    expect(performance.now() - from).toBeGreaterThan(1_000);
  });

  test("keeps nothing where the code was declined", async () => {
    const details = { reason: "declinedCode" };
    const answer = { code: "forbidden", message: "The code was declined.", details };
    answers["POST /api/accounts/device/key"] = [403, answer];
    await expect(login()).rejects.toMatchObject({ code: "forbidden", details });
    await expect(stat(file())).rejects.toThrow();
  });

  test("asks which server, and refuses what is no address", async () => {
    await expect(printed("login")).rejects.toMatchObject({ details: { field: "server" } });
    await expect(printed("login", "--server", "lab")).rejects.toMatchObject({ details: { field: "server" } });
  });
});

describe("signed in", () => {
  beforeEach(() => login());

  test("whoami says who, by the key", async () => {
    expect(await printed("whoami")).toMatchObject({ server: origin, name: "Ada", role: "viewer" });
    expect(asked.at(-1)).toMatchObject({ what: "GET /api/accounts/me", key: KEY });
  });

  test("versions and undo work on the server", async () => {
    const branch = {
      id: "atlas:main",
      model: "atlas",
      name: "main",
      head: checkpoint.id,
      redo: [],
      updatedAt: DAY,
    };
    answers["GET /api/versions?model=atlas"] = [200, { branches: [branch], versions: [checkpoint] }];
    answers["POST /api/branches/atlas%3Amain/undo"] = [200, { ...checkpoint, overlays: [] }];
    expect(await printed("--server", origin, "versions")).toMatchObject({
      versions: [{ reason: "as it came" }],
    });
    expect(await printed("undo", "--server", origin)).toMatchObject({ id: checkpoint.id });
    expect(asked.slice(-2).map(({ key }) => key)).toEqual([KEY, KEY]);
  });

  test("a refusal of the server says which role it needs", async () => {
    const refused = {
      code: "forbidden",
      message: "This needs the role editor.",
      details: { needs: "editor" },
    };
    answers["POST /api/branches/atlas%3Amain/undo"] = [403, refused];
    await expect(printed("--server", origin, "undo")).rejects.toMatchObject(refused);
  });

  test("a command that knows the folder here only does not pretend", async () => {
    await expect(printed("--server", origin, "models")).rejects.toMatchObject({
      details: { field: "server" },
    });
    await expect(printed("models")).resolves.toBeNull();
  });

  test("logout removes the key there and here", async () => {
    expect(await printed("logout")).toEqual({ server: origin, removed: true });
    expect(asked.at(-1)).toMatchObject({ what: "DELETE /api/accounts/keys/key_1", key: KEY });
    expect(await readFile(file(), "utf8")).toBe("{}\n");
    await expect(printed("whoami")).rejects.toMatchObject({ code: "unauthorized" });
    await expect(printed("--server", origin, "versions")).rejects.toMatchObject({ code: "unauthorized" });
  });

  test("logout from a server that is away forgets the key here and says that it lives on", async () => {
    answers["DELETE /api/accounts/keys/key_1"] = [503, { code: "runtime_unavailable", message: "away" }];
    expect(await printed("logout")).toEqual({ server: origin, removed: false });
    expect(await readFile(file(), "utf8")).toBe("{}\n");
  });
});
