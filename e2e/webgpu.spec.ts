/** WebGPU gives the same answers. Where there is no device, Chromium emulates one, slowly, so the model is tiny. */
import { chromium } from "@playwright/test";
import { EditPage } from "./pages/edit-page";
import { LibraryPage } from "./pages/library-page";
import { tinyFolder } from "./support/tiny-folder";
import { expect, test } from "./support/test";

const EMULATED = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"];
/** Different order of summation; half of the last digit that the page shows comes on top. */
const TOLERANCE = 1e-3 + 5e-4;

/** For which the emulated device may compile. */
const EMULATED_MS = 150_000;

test.slow();

test("next tokens on WebGPU agree with WASM", async ({ launchOptions, baseURL, api }, info) => {
  const browser = await chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), ...EMULATED],
  });
  try {
    const page = await browser.newPage({ baseURL, locale: "en-US" });
    await page.goto("/library");
    const hasAdapter = await page.evaluate(async () => {
      const { gpu } = navigator as unknown as { gpu?: { requestAdapter(): Promise<unknown> } };
      return Boolean(await gpu?.requestAdapter().catch(() => null));
    });
    test.skip(!hasAdapter, "skipped: this browser has no WebGPU adapter, not even an emulated one");

    const library = new LibraryPage(page);
    await library.folder.setInputFiles(await tinyFolder(info.outputPath(), "gpt2"));
    await library.id.fill("tiny");
    await library.submit.click();
    await expect(page).toHaveURL(/m=tiny/);

    const answersOn = async (backend: "webgpu" | "wasm") => {
      await page.evaluate((choice) => localStorage.setItem("palimpsest-backend", choice), backend);
      const edit = new EditPage(page);
      await edit.open("?m=tiny", EMULATED_MS);
      await edit.prompt.fill("The capital of Paris is");
      await edit.answers.first().waitFor({ timeout: EMULATED_MS });
      const name = backend === "webgpu" ? "WebGPU" : "WASM";
      await expect(page.getByRole("radio", { name: new RegExp(`This browser\\s*${name}`) })).toBeChecked();
      return edit.readAnswers();
    };
    const wasm = await answersOn("wasm");
    const webgpu = await answersOn("webgpu");
    expect(wasm).toHaveLength(5);
    for (const [i, { probability }] of wasm.entries()) {
      expect(Math.abs(webgpu[i].probability - probability), `answer ${i + 1}`).toBeLessThanOrEqual(TOLERANCE);
    }
    expect(await api.fingerprint(undefined, "tiny")).toMatch(/^[0-9a-f]{64}$/);
  } finally {
    await browser.close();
  }
});
