import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { passkeyChallenge, passkeyOptions } from "../../../api";
import { Browser, freshAccounts } from "../../testing/accounts";
import { fakeAuthenticator } from "../../testing/fake-authenticator";

const HERE = { origin: "http://localhost:3000" };
let lab: Awaited<ReturnType<typeof freshAccounts>>;
let ada: Browser;
let device: ReturnType<typeof fakeAuthenticator>;

beforeEach(async () => {
  lab = await freshAccounts();
  ada = await lab.join("Ada");
  device = fakeAuthenticator();
});
afterEach(() => lab.close());

const visitorOf = async (browser: Browser) => (await lab.accounts.visitorOf(browser.request()))!;

async function add(browser = ada, asked: Parameters<typeof device.make>[1] = HERE) {
  const visitor = await visitorOf(browser);
  const asks = await lab.accounts.ways.passkeyOptions(visitor, browser.request());
  const { options } = passkeyOptions.output.parse(asks);
  const credential = device.make(options, asked);
  return lab.accounts.ways.addPasskey(visitor, { name: "Laptop", credential }, browser.request());
}

async function enter(asked: Parameters<typeof device.use>[1] = HERE, browser = new Browser()) {
  const asks = await lab.accounts.ways.passkeyChallenge(browser.request());
  const { options } = passkeyChallenge.output.parse(asks);
  const credential = device.use(options, asked);
  const { cookies } = await lab.accounts.ways.signInByPasskey({ credential }, browser.request());
  browser.keep(cookies);
  return { browser, credential };
}
const unfit = expect.objectContaining({ code: "forbidden", details: { reason: "passkeyUnfit" } });
const unknown = expect.objectContaining({ code: "unauthorized", details: { reason: "passkeyUnknown" } });

describe("a passkey", () => {
  test("is made, listed, signs in, and is gone when it was removed", async () => {
    const made = await add();
    expect(made).toMatchObject({ name: "Laptop", id: expect.stringMatching(/^pk_/) });
    const { browser } = await enter();
    const visitor = await visitorOf(browser);
    expect(visitor).toMatchObject({ person: { name: "Ada" }, via: "session" });
    const { passkeys } = await lab.accounts.ways.passkeys(visitor);
    expect(passkeys).toEqual([{ ...made, usedAt: expect.any(String) }]);
    const { entries } = await lab.audit.list({ limit: 1 });
    const details = { passkey: made.id, label: "Laptop" };
    expect(entries).toMatchObject([{ name: "Ada", action: "accounts.sign-in", details }]);

    await lab.accounts.ways.removePasskey(visitor, made.id);
    await expect(enter()).rejects.toEqual(unknown);
    await expect(lab.accounts.ways.removePasskey(visitor, made.id)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("is its owner's, who alone removes it, and goes with them", async () => {
    const bo = await lab.join("Bo");
    const { id } = await add(bo);
    await expect(lab.accounts.ways.removePasskey(await visitorOf(ada), id)).rejects.toMatchObject({
      code: "not_found",
    });
    await lab.accounts.remove((await visitorOf(bo)).person.id);
    await expect(enter()).rejects.toEqual(unknown);
  });

  test("is not made with a key", async () => {
    const visitor = { ...(await visitorOf(ada)), via: "key" as const };
    await expect(lab.accounts.ways.passkeyOptions(visitor, ada.request())).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("an answer of a device is refused", () => {
  test("to another page, which its browser says", async () => {
    await expect(add(ada, { origin: "http://evil.example" })).rejects.toEqual(unfit);
    await add();
    await expect(enter({ origin: "http://evil.example" })).rejects.toEqual(unknown);
  });

  test("that asked nobody for a finger, a face or a PIN", async () => {
    await expect(add(ada, { ...HERE, isVerified: false })).rejects.toEqual(unfit);
    await add();
    await expect(enter({ ...HERE, isVerified: false })).rejects.toEqual(unknown);
  });

  test("given a second time", async () => {
    await add();
    const { credential } = await enter();
    const again = lab.accounts.ways.signInByPasskey({ credential }, new Browser().request());
    await expect(again).rejects.toEqual(unknown);
  });

  test("to the question of another: making is not signing in, and one person's is not another's", async () => {
    const bo = await lab.join("Bo");
    const [visitor, other] = [await visitorOf(ada), await visitorOf(bo)];
    const { ways } = lab.accounts;
    const mine = await ways.passkeyOptions(visitor, ada.request());
    const credential = device.make(mine.options, HERE);
    const add = ways.addPasskey(other, { name: "Laptop", credential }, bo.request());
    await expect(add).rejects.toEqual(unfit);
    const entry = await ways.passkeyChallenge(ada.request());
    const made = device.make(entry.options, HERE);
    const second = ways.addPasskey(visitor, { name: "Laptop", credential: made }, ada.request());
    await expect(second).rejects.toEqual(unfit);
  });

  test("of a device that is not known, and nonsense", async () => {
    await expect(enter()).rejects.toEqual(unknown);
    await add();
    const { ways } = lab.accounts;
    const { passkeys } = await ways.passkeys(await visitorOf(ada));
    const credential = { id: passkeys[0].id, response: {} };
    await expect(ways.signInByPasskey({ credential }, ada.request())).rejects.toEqual(unknown);
  });
});
