import { beforeEach, describe, expect, test } from "vitest";
import type { Person, Role } from "../../../api";
import { createDeviceCodes, type DeviceCodes } from "./device-codes";

const START = 1_800_000_000_000;
let at = START;
let made: { person: string; name: string; role: Role; days: number }[] = [];
let codes: DeviceCodes;

beforeEach(() => {
  at = START;
  made = [];
  codes = createDeviceCodes({
    now: () => at,
    makeKey: (person, key) => {
      made.push({ person, ...key });
      const times = { createdAt: new Date(at).toISOString(), expiresAt: new Date(at).toISOString() };
      const row = { id: "key_1", name: key.name, start: "pal_1234", role: key.role, ...times };
      return Promise.resolve({ key: row, secret: "pal_secret", person: "Ada" });
    },
  });
});

const person: Person = { id: "p1", name: "Ada", email: "ada@lab.example", role: "editor", models: {} };
const ada = { person, via: "session" } as const;
const start = (role: Role = "viewer", from = "") =>
  codes.start({ host: "laptop", role, days: 30 }, { from, origin: "https://lab.example" });
const bare = (code: string) => code.replace("-", "");
const after = (seconds: number) => void (at += seconds * 1000);

describe("the code of a command line", () => {
  test("is shown with the address of the page, without vowels and zeros", () => {
    const { userCode, address } = start();
    expect(userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    expect(address).toBe(`https://lab.example/device?code=${userCode}`);
  });

  test("gives one key, to one of two who ask at once", async () => {
    const { userCode, deviceCode } = start();
    codes.decide(ada, bare(userCode), true);
    after(5);
    const answers = await Promise.allSettled([codes.poll(deviceCode), codes.poll(deviceCode)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(made).toEqual([{ person: "p1", name: "laptop", role: "viewer", days: 30 }]);
  });

  test("gives no more than it asked for, and no more than the person has", () => {
    expect(codes.asks(ada, bare(start("viewer").userCode))).toMatchObject({ asks: "viewer", role: "viewer" });
    expect(codes.asks(ada, bare(start("admin").userCode))).toMatchObject({ asks: "admin", role: "editor" });
  });

  test("is decided once", () => {
    const { userCode } = start();
    codes.decide(ada, bare(userCode), false);
    expect(() => codes.decide(ada, bare(userCode), true)).toThrow(
      expect.objectContaining({ code: "not_found", details: { reason: "noSuchCode", code: userCode } }),
    );
  });

  test("that was declined gives no key, and is told once", async () => {
    const { userCode, deviceCode } = start();
    codes.decide(ada, bare(userCode), false);
    after(5);
    await expect(codes.poll(deviceCode)).rejects.toMatchObject({ details: { reason: "declinedCode" } });
    await expect(codes.poll(deviceCode)).rejects.toMatchObject({ details: { reason: "expiredCode" } });
    expect(made).toEqual([]);
  });

  test("holds for ten minutes", async () => {
    const { userCode, deviceCode } = start();
    after(599);
    expect(codes.asks(ada, bare(userCode)).host).toBe("laptop");
    after(1);
    expect(() => codes.asks(ada, bare(userCode))).toThrow(/Nothing asks/);
    await expect(codes.poll(deviceCode)).rejects.toMatchObject({ details: { reason: "expiredCode" } });
  });

  test("is asked for again at the pace that was told, and slower by whoever is faster", async () => {
    const { deviceCode } = start();
    after(4);
    expect(await codes.poll(deviceCode)).toEqual({ status: "slow-down", intervalSeconds: 10 });
    after(9);
    expect(await codes.poll(deviceCode)).toEqual({ status: "slow-down", intervalSeconds: 15 });
    after(15);
    expect(await codes.poll(deviceCode)).toEqual({ status: "pending", intervalSeconds: 15 });
  });
});

describe("what is limited", () => {
  test("codes for one address, not those for others", () => {
    for (let i = 0; i < 30; i++) start("viewer", "10.0.0.1");
    expect(() => start("viewer", "10.0.0.1")).toThrow(expect.objectContaining({ code: "too_many" }));
    expect(() => start("viewer", "10.0.0.2")).not.toThrow();
    after(600);
    expect(() => start("viewer", "10.0.0.1")).not.toThrow();
  });

  test("codes that a person tries", () => {
    const { userCode } = start();
    for (let i = 0; i < 10; i++) expect(() => codes.asks(ada, "BBBBBBBB")).toThrow(/Nothing asks/);
    expect(() => codes.asks(ada, bare(userCode))).toThrow(expect.objectContaining({ code: "too_many" }));
  });

  test("codes at once: the oldest goes first", async () => {
    const first = start("viewer", "first");
    for (let i = 0; i < 1_000; i++) start("viewer", `10.0.${i}`);
    after(5);
    await expect(codes.poll(first.deviceCode)).rejects.toMatchObject({ details: { reason: "expiredCode" } });
  });
});
