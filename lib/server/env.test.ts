import path from "node:path";
import { expect, test } from "vitest";
import { isLoopback, readEnv } from "./env";

const read = (variables: Record<string, string>) => readEnv(variables as unknown as NodeJS.ProcessEnv);

test("without any variable everything is in ./data and only this machine can connect", () => {
  expect(read({})).toMatchObject({ dataFolder: path.resolve("data"), loopbackOnly: true, logLevel: "info" });
  expect(read({ PALIMPSEST_DATA: "", HOST: "" })).toMatchObject({
    dataFolder: path.resolve("data"),
    loopbackOnly: true,
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

test("a server that listens to others does not insist on this machine's name", () => {
  expect(read({ HOST: "0.0.0.0" }).loopbackOnly).toBe(false);
  expect(read({ HOST: "127.0.0.1" }).loopbackOnly).toBe(true);
  expect(["localhost", "127.0.0.1", "[::1]"].every(isLoopback)).toBe(true);
  expect(["127.0.0.1.elsewhere.example", "localhost.elsewhere.example", "10.0.0.1"].some(isLoopback)).toBe(
    false,
  );
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

test("the token stays in this process", () => {
  const env = read({ PALIMPSEST_HUB_TOKEN: "hf_secret" });
  expect(env.hubToken).toBe("hf_secret");
  expect(Object.values(env.childVariables)).not.toContain("hf_secret");
});
