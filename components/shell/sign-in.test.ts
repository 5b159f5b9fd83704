import { NextRequest } from "next/server";
import { afterEach, expect, test, vi } from "vitest";
import { shell as english } from "@/components/messages/en/shell";
import { shell as chinese } from "@/components/messages/zh/shell";
import { SESSION_COOKIE } from "@/lib/server/http/access";
import { proxy } from "@/proxy";

const TOKEN = "a-long-enough-token";
const share = () => {
  vi.stubEnv("HOST", "0.0.0.0");
  vi.stubEnv("PALIMPSEST_HOSTS", "lab.example");
  vi.stubEnv("PALIMPSEST_TOKEN", TOKEN);
};
afterEach(() => vi.unstubAllEnvs());

const ask = (
  init: { method?: string; body?: FormData; headers?: Record<string, string> } = {},
  host = "lab.example",
) => proxy(new NextRequest(`http://${host}/edit?m=atlas`, { ...init, headers: { host, ...init.headers } }));
const form = (token: string) => {
  const body = new FormData();
  body.set("token", token);
  return { method: "POST", body };
};

test("a server for this machine shows its pages without a token, under this machine's names only", async () => {
  expect((await ask({}, "localhost:3000")).headers.get("x-middleware-next")).toBe("1");
  expect((await ask({}, "evil.example")).status).toBe(403);
});

test("a shared server shows nothing but a form before its token is entered, in the visitor's language", async () => {
  share();
  const answer = await ask({ headers: { "accept-language": "zh-CN" } });
  expect(answer.status).toBe(401);
  const page = await answer.text();
  expect(page).toContain(chinese.signIn.says);
  expect(page).not.toContain(TOKEN);
  expect(answer.headers.get("content-security-policy")).toContain("form-action 'self'");
});

test("the right token opens the page that was asked for, and a cookie stands for it from then on", async () => {
  share();
  // As a browser sends a form of a page that has no referrer.
  const entered = await ask({ ...form(TOKEN), headers: { origin: "null", "sec-fetch-site": "same-origin" } });
  expect(entered.status).toBe(303);
  expect(entered.headers.get("location")).toBe("http://lab.example/edit?m=atlas");
  const cookie = entered.headers.get("set-cookie") ?? "";
  expect(cookie).toContain("HttpOnly");
  expect(cookie.toLowerCase()).toContain("samesite=strict");
  expect(cookie).not.toContain(TOKEN);
  const value = new RegExp(`${SESSION_COOKIE}=([0-9a-f]+)`).exec(cookie)?.[0] ?? "";
  expect((await ask({ headers: { cookie: value } })).headers.get("x-middleware-next")).toBe("1");
});

test("behind proxies the browser goes back over its own protocol, which alone carries the cookie", async () => {
  share();
  const entered = await ask({ ...form(TOKEN), headers: { "x-forwarded-proto": "https, http" } });
  expect(entered.headers.get("location")).toBe("https://lab.example/edit?m=atlas");
  expect(entered.headers.get("set-cookie")).toContain("Secure");
});

test("a wrong token is told, and a form of another site signs nobody in", async () => {
  share();
  const answer = await ask(form("another-long-token"));
  expect(answer.status).toBe(401);
  expect(await answer.text()).toContain(english.signIn.wrong);
  const other = await ask({ ...form(TOKEN), headers: { "sec-fetch-site": "cross-site" } });
  expect([other.status, other.headers.get("set-cookie")]).toEqual([403, null]);
});
