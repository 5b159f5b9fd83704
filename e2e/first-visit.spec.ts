/** A first visit: one word is written over another and taken back, a wrong fact is corrected, a model is broken. */
import { LANGUAGE_COOKIE, LANGUAGES } from "../components/messages/languages";
import { en } from "../components/messages/en";
import { zh } from "../components/messages/zh";
import { TourPage } from "./pages/tour-page";
import { expect, test } from "./support/test";

const WORDS = { en: en.tour, zh: zh.tour };
const WRITING_MS = 120_000;

test.use({ isFirstVisit: true });

for (const language of LANGUAGES) {
  const t = WORDS[language];

  test(`from the front door to undo in five clicks at most, ${language}`, async ({ api, page, baseURL }) => {
    await page.context().addCookies([{ name: LANGUAGE_COOKIE, value: language, url: baseURL }]);
    const tour = new TourPage(page, t);
    const checkpoint = await api.head();
    let clicks = 0;
    const click = async (target: typeof tour.write) => {
      await target.click();
      clicks += 1;
    };

    await page.goto("/");
    await expect(tour.title).toHaveText(t.stories[1].title);
    await click(page.getByRole("button", { name: "Cairo" }));
    await click(tour.write);
    await expect(tour.upper).toHaveText("Cairo", { timeout: WRITING_MS });
    await expect(tour.lower).toHaveText("Paris");
    expect((await api.head()).parents).toEqual([checkpoint.id]);

    await click(tour.undo);
    await expect(page.getByText(t.undone)).toBeVisible();
    expect((await api.head()).id).toBe(checkpoint.id);
    expect(clicks).toBeLessThanOrEqual(5);
    await expect(page.getByText(t.overwriteTask)).toBeVisible();
  });

  test(`a wrong fact is corrected, two hundred edits break the model, and the composer is one step away, ${language}`, async ({
    api,
    edit,
    page,
    baseURL,
  }) => {
    await page.context().addCookies([{ name: LANGUAGE_COOKIE, value: language, url: baseURL }]);
    const tour = new TourPage(page, t);
    const checkpoint = await api.head();
    await page.goto("/edit?story=2");
    await expect(tour.title).toHaveText(t.stories[2].title);
    await tour.flaws.first().waitFor();
    expect(await tour.flaws.count()).toBeGreaterThan(50);
    await page.getByRole("button", { name: t.correct("Portuguese") }).click();
    await expect(tour.upper).toHaveText("Portuguese", { timeout: WRITING_MS });
    await expect(tour.lower).toHaveText("Spanish");
    expect((await api.head()).parents).toEqual([checkpoint.id]);

    await page.getByRole("button", { name: t.keepAndGoOn }).click();
    await expect(tour.title).toHaveText(t.stories[3].title);
    await page.getByRole("button", { name: t.writeAll }).click();
    await expect(page.getByText(t.breakTask)).toBeVisible();
    await expect(page.locator("main ins").first()).toBeVisible();

    // The composer opens with the edit that was made, and the next visit begins there.
    await tour.leave.click();
    await expect(page).not.toHaveURL(/story=/);
    await expect(page.locator("#composer-title")).toBeVisible();
    await page.goto("/edit");
    await expect(page.locator("#composer-title")).toBeVisible();
    await page.getByRole("button", { name: t.open, exact: true }).click();
    await expect(tour.title).toHaveText(t.stories[1].title);
    if (language === "en") await expect(edit.subject).toBeHidden();
  });
}
