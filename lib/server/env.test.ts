import path from "node:path";
import { expect, test } from "vitest";
import { checkShared, isLoopback, readEnv } from "./env";

const read = (variables: Record<string, string>) => readEnv(variables as unknown as NodeJS.ProcessEnv);

test("without any variable everything is in ./data and only this machine can connect", () => {
  expect(read({})).toMatchObject({ dataFolder: path.resolve("data"), isShared: false, logLevel: "info" });
  expect(read({ PALIMPSEST_DATA: "", HOST: "" })).toMatchObject({
    dataFolder: path.resolve("data"),
    isShared: false,
  });
});

test("a version made on the server's device says so: the device is a place of its own", () => {
  expect([read({}).place, read({ PALIMPSEST_DEVICE: "webgpu" }).place]).toEqual(["native", "native-webgpu"]);
  expect(() => read({ PALIMPSEST_DEVICE: "tpu" })).toThrow(/PALIMPSEST_DEVICE/);
});

test("a wrong value is refused by its name", () => {
  expect(() => read({ PALIMPSEST_MAX_UPLOAD_MB: "plenty" })).toThrow(
    expect.objectContaining({ code: "invalid_input", details: { field: "PALIMPSEST_MAX_UPLOAD_MB" } }),
  );
});

test("a server that others can reach needs its names and a token", () => {
  const named = { HOST: "0.0.0.0", PALIMPSEST_HOSTS: "Lab.example, 10.0.0.5" };
  expect(() => checkShared(read({ HOST: "0.0.0.0" }))).toThrow(/PALIMPSEST_HOSTS and PALIMPSEST_TOKEN/);
  expect(() => checkShared(read(named))).toThrow(/so PALIMPSEST_TOKEN must/);
  expect(() => read({ ...named, PALIMPSEST_TOKEN: "short" })).toThrow(/PALIMPSEST_TOKEN.*16 characters/);
  const env = read({ ...named, PALIMPSEST_TOKEN: "a-long-enough-token" });
  expect(() => checkShared(env)).not.toThrow();
  expect(env.hosts).toEqual(["lab.example", "10.0.0.5"]);
  expect(() => checkShared(read({ HOST: "127.0.0.1" }))).not.toThrow();
  expect(["localhost", "127.0.0.1", "[::1]"].every(isLoopback)).toBe(true);
  expect(["127.0.0.1.elsewhere.example", "localhost.elsewhere.example", "10.0.0.1"].some(isLoopback)).toBe(
    false,
  );
});

test("accounts take the place of a token, and the two exclude each other", () => {
  const shared = { HOST: "0.0.0.0", PALIMPSEST_HOSTS: "lab.example" };
  expect([read({}).hasAccounts, read({ PALIMPSEST_ACCOUNTS: "" }).hasAccounts]).toEqual([false, false]);
  expect(() => checkShared(read({ ...shared, PALIMPSEST_ACCOUNTS: "on" }))).not.toThrow();
  expect(() => checkShared(read({ HOST: "0.0.0.0", PALIMPSEST_ACCOUNTS: "on" }))).toThrow(/PALIMPSEST_HOSTS/);
  const both = { PALIMPSEST_ACCOUNTS: "on", PALIMPSEST_TOKEN: "a-long-enough-token" };
  expect(() => checkShared(read(both))).toThrow(/exclude each other/);
  expect(() => read({ PALIMPSEST_ACCOUNTS: "yes" })).toThrow(/PALIMPSEST_ACCOUNTS/);
});

test("mirrors are origins, in the order of preference", () => {
  expect(read({}).hubMirrors).toEqual([]);
  expect(
    read({ PALIMPSEST_HUB_MIRRORS: "https://mirror.example, http://10.0.0.5:8080/" }).hubMirrors,
  ).toEqual(["https://mirror.example", "http://10.0.0.5:8080"]);
});

test.each([
  "mirror.example",
  "ftp://mirror.example",
  "https://mirror.example/models",
  "https://a@mirror.example",
])("%s is not the address of a mirror", (address) => {
  expect(() => read({ PALIMPSEST_HUB_MIRRORS: address })).toThrow(
    expect.objectContaining({ code: "invalid_input", message: expect.stringContaining(address) }),
  );
});

test("tokens stay in this process", () => {
  const env = read({ PALIMPSEST_HUB_TOKEN: "hf_secret", PALIMPSEST_TOKEN: "a-long-enough-token" });
  expect(Object.values(env.childVariables)).not.toContain("a-long-enough-token");
  expect(env.hubToken).toBe("hf_secret");
  expect(Object.values(env.childVariables)).not.toContain("hf_secret");
});

test("a provider is by https, except on this machine, and needs accounts and a client id", () => {
  const issuer = "https://login.example/realms/lab";
  const named = { PALIMPSEST_OIDC_ISSUER: issuer, PALIMPSEST_OIDC_CLIENT_ID: "palimpsest" };
  expect(read({}).provider).toBeUndefined();
  expect(read(named).provider).toEqual({
    name: "login.example",
    issuer,
    clientId: "palimpsest",
    scopes: "openid email profile",
    emailClaim: "email",
  });
  expect(() => read({ PALIMPSEST_OIDC_ISSUER: "http://login.example" })).toThrow(/PALIMPSEST_OIDC_ISSUER/);
  expect(() => read({ PALIMPSEST_OIDC_ISSUER: "http://127.0.0.1:9000" })).not.toThrow();
  expect(() => read({ ...named, PALIMPSEST_OIDC_JOIN_AS: "admin" })).toThrow(/PALIMPSEST_OIDC_JOIN_AS/);
  expect(() => checkShared(read(named))).toThrow(/PALIMPSEST_ACCOUNTS=on/);
  const accounts = { PALIMPSEST_ACCOUNTS: "on" };
  expect(() => checkShared(read({ ...named, ...accounts }))).not.toThrow();
  expect(() => checkShared(read({ PALIMPSEST_OIDC_ISSUER: issuer, ...accounts }))).toThrow(/CLIENT_ID/);
  expect(read({ ...named, PALIMPSEST_OIDC_CLIENT_SECRET: "s" }).childVariables).toMatchObject({
    PALIMPSEST_OIDC_CLIENT_SECRET: "",
  });
});
