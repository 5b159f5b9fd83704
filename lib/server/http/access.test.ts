import { describe, expect, test } from "vitest";
import { checkAccess, SESSION_COOKIE, sessionOf } from "./access";

const ask = (headers: Record<string, string>, method = "GET") =>
  new Request("http://127.0.0.1:3000/api/models", { method, headers });
const refusal = (
  headers: Record<string, string>,
  rules: Parameters<typeof checkAccess>[1],
  method?: string,
) => {
  try {
    checkAccess(ask(headers, method), rules);
  } catch (error) {
    return (error as { code: string }).code;
  }
  return null;
};

describe("a server for this machine", () => {
  const rules = { hosts: [] };
  test.each([
    ["localhost:3000", null],
    ["127.0.0.1:4000", null],
    ["[::1]:3000", null],
    ["lab.example", "forbidden"],
    ["localhost.evil.example", "forbidden"],
  ])("asked as %s: %s", (host, code) => {
    expect(refusal({ host }, rules)).toBe(code);
  });

  test("is not changed by a page of another site", () => {
    const host = "localhost:3000";
    expect(refusal({ host, origin: "http://localhost:3000" }, rules, "POST")).toBeNull();
    expect(refusal({ host, origin: "http://evil.example" }, rules, "POST")).toBe("forbidden");
    expect(refusal({ host, "sec-fetch-site": "cross-site" }, rules, "POST")).toBe("forbidden");
    expect(refusal({ host, origin: "null" }, rules, "POST")).toBe("forbidden");
    expect(refusal({ host, origin: "null", "sec-fetch-site": "cross-site" }, rules, "POST")).toBe(
      "forbidden",
    );
    expect(refusal({ host, origin: "null", "sec-fetch-site": "same-origin" }, rules, "POST")).toBeNull();
  });
});

describe("a shared server", () => {
  const token = "a-long-enough-token";
  const rules = { hosts: ["lab.example"], token };
  const host = "Lab.example:8080";

  test("answers to its names only, also when the token is right", () => {
    const authorization = `Bearer ${token}`;
    expect(refusal({ host, authorization }, rules)).toBeNull();
    expect(refusal({ host: "evil.example", authorization }, rules)).toBe("forbidden");
    expect(
      refusal({ host: "evil.example", origin: "http://evil.example", authorization }, rules, "POST"),
    ).toBe("forbidden");
  });

  test("asks for its token, as a header or as the cookie of one who entered it", () => {
    expect(refusal({ host }, rules)).toBe("unauthorized");
    expect(refusal({ host, authorization: "Bearer another-long-token" }, rules)).toBe("unauthorized");
    expect(refusal({ host, cookie: `${SESSION_COOKIE}=${token}` }, rules)).toBe("unauthorized");
    expect(refusal({ host, cookie: `a=b; ${SESSION_COOKIE}=${sessionOf(token)}` }, rules)).toBeNull();
  });
});
