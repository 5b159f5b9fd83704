import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Browser, freshAccounts, PASSWORD } from "../../testing/accounts";
import { CLIENT, fakeProvider, type FakeProvider } from "../../testing/fake-provider";
import type { ProviderSettings } from "../../env";
import type { Accounts } from "../accounts";
import { createProvider } from "./provider";

let provider: FakeProvider;
let lab: Awaited<ReturnType<typeof freshAccounts>>;
let settings: ProviderSettings;

beforeEach(async () => {
  provider = await fakeProvider();
  const { issuer } = provider;
  const asked = { scopes: "openid email profile", emailClaim: "email" };
  settings = { name: "Campus", issuer, ...CLIENT, ...asked };
  lab = await freshAccounts({ provider: settings });
});
afterEach(async () => {
  await lab.close();
  await provider.close();
});

interface Wish {
  readonly to?: string;
  readonly invitation?: string;
  readonly connect?: boolean;
}

/** From the button to the page that one comes back to. */
async function pass(browser: Browser, wish: Wish = {}, { ways }: Accounts = lab.accounts) {
  const asked = { to: "/", connect: false, ...wish };
  const { address, cookies } = await ways.startProvider(asked, browser.request());
  browser.keep(cookies);
  const query = await provider.visit(address);
  const answer = await ways.finishProvider({ query }, browser.request());
  browser.keep(answer.cookies);
  return answer;
}

const isPerson = (name: string, isVerified = true) => {
  const email = `${name.toLowerCase()}@lab.example`;
  provider.does.claims = { sub: `sub-${name}`, email, email_verified: isVerified, name };
};
const whoIs = async (browser: Browser) => (await lab.accounts.visitorOf(browser.request()))?.person.name;
const because = (reason: string) => expect.objectContaining({ details: expect.objectContaining({ reason }) });
const rows = async () =>
  (await lab.audit.list({ limit: 100 })).entries.map(({ name, action, details }) => [name, action, details]);

describe("somebody who is known", () => {
  test("connects an account that has a password once, signed in to it, and comes in by the provider then", async () => {
    const browser = await lab.join("Ada");
    isPerson("Ada");
    const elsewhere = new Browser();
    // Whoever typed the address first is not let into the account of its owner, nor the other way round.
    await expect(pass(elsewhere)).rejects.toEqual(because("signInFirst"));
    expect(await whoIs(elsewhere)).toBeUndefined();

    expect(await pass(browser, { to: "/account", connect: true })).toMatchObject({
      name: "Ada",
      to: "/account",
    });
    expect(await pass(elsewhere, { to: "/history" })).toMatchObject({ name: "Ada", to: "/history" });
    expect(await whoIs(elsewhere)).toBe("Ada");
    const visitor = (await lab.accounts.visitorOf(elsewhere.request()))!;
    expect(await lab.accounts.ways.of(visitor)).toEqual({
      hasPassword: true,
      provider: { name: "Campus", isConnected: true },
    });
    expect((await rows()).slice(0, 2)).toEqual([
      ["Ada", "accounts.sign-in", { provider: "Campus" }],
      ["Ada", "accounts.connect", { provider: "Campus" }],
    ]);
  });

  test("stays connected by the provider's id, also with another or an unconfirmed address", async () => {
    const browser = await lab.join("Ada");
    isPerson("Ada");
    await pass(browser, { connect: true });
    provider.does.claims = { sub: "sub-Ada", email: "new@lab.example", email_verified: false };
    const elsewhere = new Browser();
    await pass(elsewhere);
    expect(await whoIs(elsewhere)).toBe("Ada");
  });

  test("connects no identity with another address, and none of somebody else", async () => {
    await lab.join("Ada");
    const bo = await lab.join("Bo");
    isPerson("Cy");
    await expect(pass(bo, { connect: true })).rejects.toEqual(because("otherIdentity"));
    isPerson("Ada");
    await expect(pass(bo, { connect: true })).rejects.toEqual(because("otherIdentity"));
    await expect(pass(new Browser(), { connect: true })).rejects.toEqual(because("otherIdentity"));
  });

  test("is not let in where the provider does not confirm the address", async () => {
    const browser = await lab.join("Ada");
    isPerson("Ada", false);
    await expect(pass(browser, { connect: true })).rejects.toEqual(because("unverifiedEmail"));
    await expect(pass(new Browser())).rejects.toEqual(because("unverifiedEmail"));
  });
});

describe("somebody who is unknown", () => {
  test("is not let in without an invitation, and with one has its role and no password", async () => {
    await lab.join("Ada");
    isPerson("Bo");
    await expect(pass(new Browser())).rejects.toEqual(because("notInvited"));
    const invitation = await lab.invite("editor");
    const browser = new Browser();
    await pass(browser, { invitation });
    expect((await lab.accounts.visitorOf(browser.request()))?.person).toMatchObject({
      name: "Bo",
      email: "bo@lab.example",
      role: "editor",
    });
    const password = { email: "bo@lab.example", password: PASSWORD };
    await expect(lab.accounts.ways.signIn(password, new Browser().request())).rejects.toEqual(
      because("wrongPassword"),
    );
    isPerson("Cy");
    await expect(pass(new Browser(), { invitation })).rejects.toEqual(because("usedInvitation"));
    const [[name, action, details]] = await rows();
    expect([name, action, details]).toEqual([
      "Bo",
      "accounts.join",
      { provider: "Campus", invitation: expect.any(String), role: "editor" },
    ]);
  });

  test("comes in with the role of the settings where these say so, under a name that nobody has", async () => {
    await lab.join("Ada");
    const open = lab.start({ ...settings, joinAs: "proposer" });
    provider.does.claims = { sub: "2", email: "ada.two@lab.example", email_verified: true, name: "ADA" };
    const browser = new Browser();
    await pass(browser, {}, open);
    const visitor = await open.visitorOf(browser.request());
    expect(visitor?.person).toMatchObject({ name: "ADA 2", role: "proposer" });
  });

  test("may come before the admin, whose link is still printed", async () => {
    isPerson("Bo");
    await pass(new Browser(), {}, lab.start({ ...settings, joinAs: "viewer" }));
    expect(await lab.accounts.firstInvitation()).toMatch(/^inv_/);
  });

  test("has the address of the claim that the settings name, and what only the user info has", async () => {
    const open = lab.start({ ...settings, joinAs: "viewer", emailClaim: "mail" });
    provider.does.claims = { sub: "3", email_verified: true };
    provider.does.userinfo = { mail: "Cy@Lab.example", name: "Cy" };
    const browser = new Browser();
    await pass(browser, {}, open);
    expect((await open.visitorOf(browser.request()))?.person).toMatchObject({ email: "cy@lab.example" });
  });
});

describe("an answer that does not fit", () => {
  beforeEach(async () => {
    await lab.join("Ada");
    isPerson("Ada");
  });

  test("is one with another nonce", async () => {
    provider.does.nonce = "another";
    await expect(pass(new Browser())).rejects.toEqual(because("providerUnfit"));
  });

  test("is one that somebody else signed", async () => {
    provider.does.isForged = true;
    await expect(pass(new Browser())).rejects.toEqual(because("providerUnfit"));
  });

  test("is one for another client", async () => {
    provider.does.claims.aud = "another";
    await expect(pass(new Browser())).rejects.toEqual(because("providerUnfit"));
  });

  test("is one to another question, in another browser, or given twice", async () => {
    const { ways } = lab.accounts;
    const begin = async () => {
      const browser = new Browser();
      const begun = await ways.startProvider({ to: "/", connect: false }, browser.request());
      browser.keep(begun.cookies);
      return { browser, query: await provider.visit(begun.address) };
    };
    const [one, other] = [await begin(), await begin()];
    const finish = (query: string, browser: Browser) => ways.finishProvider({ query }, browser.request());
    await expect(finish(one.query, new Browser())).rejects.toEqual(because("providerExpired"));
    await expect(finish(one.query, other.browser)).rejects.toEqual(because("providerUnfit"));
    await expect(finish(other.query, other.browser)).rejects.toEqual(because("providerExpired"));
  });

  test("is told from a refusal", async () => {
    provider.does.error = "access_denied";
    await expect(pass(new Browser())).rejects.toEqual(because("providerDeclined"));
    provider.does.error = "server_error";
    await expect(pass(new Browser())).rejects.toEqual(because("providerUnfit"));
  });
});

describe("a provider that is away", () => {
  const wish = { to: "/", connect: false };

  test("is told as such, and asked again later", async () => {
    await provider.close();
    const { ways } = lab.accounts;
    await expect(ways.startProvider(wish, new Browser().request())).rejects.toMatchObject({
      code: "runtime_unavailable",
      details: { reason: "providerAway", provider: "Campus" },
    });
  });

  test("is told as such where it goes away meanwhile", async () => {
    const { ways } = lab.accounts;
    const browser = new Browser();
    const { address, cookies } = await ways.startProvider(wish, browser.request());
    browser.keep(cookies);
    const query = await provider.visit(address);
    await provider.close();
    await expect(ways.finishProvider({ query }, browser.request())).rejects.toEqual(because("providerAway"));
  });

  test("is not waited for without end", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const issuer = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const waiting = createProvider({ ...settings, issuer }, { now: Date.now, timeoutSeconds: 1 });
    await expect(waiting.start(wish, "http://localhost:3000")).rejects.toEqual(because("providerAway"));
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });
});

test("a server without a provider says so", async () => {
  const plain = await freshAccounts();
  await expect(
    plain.accounts.ways.startProvider({ to: "/", connect: false }, new Browser().request()),
  ).rejects.toMatchObject({ code: "unsupported" });
  await plain.close();
});
