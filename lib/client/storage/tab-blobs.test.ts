import { afterEach, expect, test, vi } from "vitest";
import { sha256 } from "../../base";
import { writeOverlay, writeOverlays, type Overlay } from "../../model";
import { float32 } from "../../tensor";
import { createTabBlobs } from "./tab-blobs";

const bytes = new TextEncoder().encode("an overlay");

/** A server with these blobs; remembers what was sent to it. */
function serve(blobs: Readonly<Record<string, Uint8Array<ArrayBuffer>>>) {
  const sent: Uint8Array[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    if (init.method === "POST") {
      sent.push(init.body as Uint8Array);
      return Response.json({ address: "" });
    }
    const found = blobs[url.replace("/api/blobs/", "")];
    return found
      ? new Response(found)
      : Response.json({ code: "not_found", message: "No such blob." }, { status: 404 });
  });
  return sent;
}

afterEach(() => void vi.unstubAllGlobals());

test("what this tab made is published once and no longer held; what the server has is not sent back", async () => {
  const remote = new TextEncoder().encode("kept before");
  const remoteAddress = await sha256(remote);
  const sent = serve({ [remoteAddress]: remote });
  const blobs = createTabBlobs();
  const address = await blobs.put(bytes);
  await blobs.get(remoteAddress);
  expect(await blobs.get(address)).toEqual(bytes);
  await blobs.publish();
  await blobs.publish();
  expect(sent).toEqual([bytes]);
  await expect(blobs.get(address)).rejects.toMatchObject({ code: "not_found" }); // this server keeps nothing
});

test("a blob whose content does not match its name is refused", async () => {
  const address = await sha256(bytes);
  serve({ [address]: new TextEncoder().encode("something else") });
  await expect(createTabBlobs().get(address)).rejects.toMatchObject({ code: "integrity" });
});

test("a blob that is nowhere is not there, and asking for it is an error", async () => {
  serve({});
  const blobs = createTabBlobs();
  const address = await sha256(bytes);
  expect(await blobs.has(address)).toBe(false);
  await expect(blobs.get(address)).rejects.toMatchObject({ code: "not_found" });
});

test("a run that ends without a result leaves nothing, and the result of one before it stays until it is published", async () => {
  const sent = serve({});
  const blobs = createTabBlobs();
  const put = (text: string) => blobs.put(new TextEncoder().encode(text));
  const { overlays } = await blobs.during(async () => {
    await put("tried and left");
    return { overlays: [await put("result")] };
  });
  for (let i = 0; i < 5; i++) {
    const failed = blobs.during(async () => {
      await put(`overlay ${i}`);
      throw new Error("cancelled");
    });
    await expect(failed).rejects.toThrow("cancelled");
  }
  expect(await blobs.get(overlays[0])).toEqual(new TextEncoder().encode("result"));
  await blobs.publish();
  expect(sent.map((each) => new TextDecoder().decode(each))).toEqual(["result"]);
});

test("a run that ends while another is under way takes nothing from it", async () => {
  const sent = serve({});
  const blobs = createTabBlobs();
  let fail = (): void => {};
  const first = blobs.during(() => new Promise((_, reject) => (fail = () => reject(new Error("cancelled")))));
  const second = blobs.during(async () => {
    const address = await blobs.put(bytes);
    fail();
    await expect(first).rejects.toThrow("cancelled");
    return { address };
  });
  await second;
  await blobs.publish();
  expect(sent).toEqual([bytes]);
});

test("the blobs of a version of a thousand edits come with one request, and of one more edit with one", async () => {
  const edits = Array.from({ length: 1001 }, (_, i): Overlay => {
    const one = (value: number) => Float32Array.of(value);
    const [left, right] = [float32([1, 1], one(i)), float32([1, 1], one(1))];
    return { kind: "weights", deltas: [{ parameter: "w", form: "low-rank", left, right }] };
  });
  const written = edits.map((edit) => writeOverlay(edit) as Uint8Array<ArrayBuffer>);
  const addresses = await Promise.all(written.map((edit) => sha256(edit)));
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return new Response(
      url.endsWith("/export")
        ? (writeOverlays(edits.slice(0, 1000), {}) as Uint8Array<ArrayBuffer>)
        : written[addresses.indexOf(url.replace("/api/blobs/", ""))],
    );
  });
  const blobs = createTabBlobs();
  await blobs.fetchAll("ver_1", addresses.slice(0, 1000));
  for (const [i, address] of addresses.slice(0, 1000).entries())
    expect(await blobs.get(address)).toEqual(written[i]);
  expect(asked).toEqual(["/api/versions/ver_1/export"]);

  await blobs.fetchAll("ver_2", addresses.slice(1000));
  expect(await blobs.get(addresses[1000])).toEqual(written[1000]);
  expect(asked.slice(1)).toEqual([`/api/blobs/${addresses[1000]}`]);
});
