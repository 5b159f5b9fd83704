/** A presentation: recorded from the views, played without a connection, and carried to another browser as a file. */
import type { Page } from "@playwright/test";
import { expect, test } from "./support/test";

const SIZES = [
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
] as const;

test("a run is recorded, played again without a connection, and travels as a file", async ({
  api,
  baseURL,
  browser,
  context,
  edit,
  page,
}) => {
  await edit.open("?p=server");
  await edit.run.click();
  await edit.finishRun();
  await api.keep(await api.job((await api.jobs())[0].id));

  const dialog = page.getByRole("dialog", { name: "Presentation script" });
  const slides = dialog.getByRole("listitem");
  await page.getByRole("button", { name: "Present", exact: true }).click();
  for (const [index, kind] of ["Words before and after", "Scores", "Run, played again"].entries()) {
    await dialog.getByRole("button", { name: kind }).click();
    await expect(slides).toHaveCount(index + 1);
  }
  await dialog.getByRole("textbox", { name: "Caption of slide 1" }).fill("The tower moves");
  await dialog.getByRole("textbox", { name: "Notes of slide 1" }).fill("Wait for the laugh");
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save as a file" }).click();
  const file = await (await download).path();

  await context.setOffline(true);
  await dialog.getByRole("button", { name: "Start presenting" }).click();
  await expect(dialog).toBeHidden();
  const slide = page.getByRole("region", { name: /^Slide/ });
  await expect(slide).toContainText("The tower moves");
  await expect(slide).toContainText("Rome");
  await page.keyboard.press("n");
  const notes = page.getByRole("complementary", { name: "Notes for the speaker" });
  await expect(notes).toContainText("Wait for the laugh");
  await page.keyboard.press("n");

  await page.keyboard.press("ArrowRight");
  await expect(slide.locator('[data-chart="score-bars"] svg').first()).toBeVisible();
  await page.keyboard.press(" ");
  await expect(slide.getByRole("progressbar")).toBeVisible();
  await expect(slide.getByRole("button", { name: "Play again" })).toBeVisible({ timeout: 60_000 });
  await expect(slide).toContainText("Rome");
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const key of ["Home", "ArrowRight"]) {
      await page.keyboard.press(key);
      await expect.poll(() => cutOff(page)).toBe(0);
    }
  }
  await page.keyboard.press("Escape");
  await expect(page.getByRole("navigation", { name: "Places" }).first()).toBeVisible();
  await context.setOffline(false);

  const elsewhere = await (await browser.newContext({ baseURL, locale: "en-US" })).newPage();
  await elsewhere.goto("/history?p=server");
  await elsewhere.getByRole("button", { name: "Present", exact: true }).click();
  await elsewhere.getByLabel("File of a script").setInputFiles(file);
  await expect(elsewhere.getByRole("textbox", { name: "Caption of slide 1" })).toHaveValue("The tower moves");
  await elsewhere.getByRole("button", { name: "History", exact: true }).click();
  await elsewhere.getByRole("button", { name: "Start presenting" }).click();
  await elsewhere.getByRole("region", { name: "Slide 1" }).waitFor();
  await elsewhere.keyboard.press("End");
  await expect(elsewhere.getByRole("region", { name: "Slide 4" })).toContainText("Eiffel Tower");
  await elsewhere.context().close();
});

/** How far what a slide draws reaches beyond the bar of the presentation, or the screen's right edge, in pixels. */
function cutOff(page: Page): Promise<number> {
  return page.evaluate(() => {
    const bar = document.querySelector("footer")!.getBoundingClientRect();
    const drawn = [...document.querySelectorAll('section[aria-label^="Slide"] *')].map((element) =>
      element.getBoundingClientRect(),
    );
    return Math.max(
      0,
      ...drawn.map(({ bottom }) => Math.ceil(bottom - bar.top - 1)),
      ...drawn.map(({ right }) => Math.ceil(right - innerWidth - 1)),
    );
  });
}
