// @vitest-environment happy-dom
import { act, screen, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { en } from "@/components/messages/en";
import { draw } from "@/components/testing/render";
import { Stage } from "./stage";

const t = en.shell.present;
const words = (after: string) => ({
  method: "ROME",
  model: "atlas",
  prompt: { head: "The city of ", subject: "Eiffel Tower", tail: " is" },
  before: "Paris",
  after,
  target: "Rome",
  holds: after === "Rome",
});
const SLIDES = [
  { kind: "words", caption: "It moved", notes: "Say it slowly.", data: words("Rome") },
  { kind: "words", caption: "It stayed", notes: "", data: words("Paris") },
  { kind: "page", caption: "Now live", notes: "", data: { url: "/history" } },
];
beforeEach(() => {
  localStorage.setItem("palimpsest-script", JSON.stringify(SLIDES));
  sessionStorage.clear();
});

async function present() {
  const onStop = vi.fn();
  const drawn = await draw(<Stage onStop={onStop} onEditScript={() => undefined} />);
  return { ...drawn, onStop, shown: () => screen.queryByRole("region", { name: /^Slide/ }) };
}

test("a slide shows its recorded words, and keys step, end and go to both ends", async () => {
  const { user, onStop, shown } = await present();
  expect(shown()?.textContent).toContain("It moved");
  expect(shown()?.textContent).toContain(t.words.holds("ROME", "Rome"));
  await user.keyboard("{ArrowRight}");
  expect(shown()?.textContent).toContain(t.words.fails("ROME", "Rome"));
  await user.keyboard("{ArrowLeft} ");
  expect(shown()?.textContent).toContain("It stayed");
  await user.keyboard("{Home}");
  expect(screen.getByText(t.position(1, 3))).toBeDefined();
  await user.keyboard("{Escape}");
  expect(onStop).toHaveBeenCalledOnce();
});

test("after a reload it goes on with the slide that was shown", async () => {
  const { user, unmount } = await present();
  await user.keyboard("{ArrowRight}");
  unmount();
  const { shown } = await present();
  expect(shown()?.textContent).toContain("It stayed");
});

test("a page is opened as it is, with nothing over it", async () => {
  const { user, router, shown } = await present();
  await user.keyboard("{End}");
  expect(shown()).toBeNull();
  expect(router.push).toHaveBeenCalledWith("/history");
});

test("N shows the notes of the slide and what comes next, and hides them again", async () => {
  const { user } = await present();
  await user.keyboard("n");
  const notes = within(screen.getByRole("complementary", { name: t.notes }));
  expect(notes.getByText("Say it slowly.")).toBeDefined();
  expect(notes.getByText(t.nextIs("It stayed"))).toBeDefined();
  await user.keyboard("{End}");
  expect(notes.getByText(t.lastSlide)).toBeDefined();
  await user.keyboard("n");
  expect(screen.queryByRole("complementary", { name: t.notes })).toBeNull();
});

test("a button keeps the space bar for itself", async () => {
  const { user } = await present();
  screen.getByRole("button", { name: t.notes }).focus();
  await user.keyboard(" ");
  const notes = screen.getByRole("complementary", { name: t.notes });
  expect(within(notes).getByText(t.position(1, 3))).toBeDefined();
});

test("without a connection the browser asks before it loads the page anew", async () => {
  await present();
  const leave = () => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(leave()).toBe(false);
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  expect(leave()).toBe(true);
  vi.restoreAllMocks();
});

test("the speaker's window stays open while slides step, from there too, and ends with the notes", async () => {
  const listeners = new EventTarget();
  const speaker = Object.assign(listeners, {
    document: document.implementation.createHTMLDocument(),
    close: vi.fn(),
  });
  vi.spyOn(window, "open").mockReturnValue(speaker as unknown as Window);
  const { user, shown } = await present();
  await user.keyboard("n");
  await user.click(screen.getByRole("button", { name: t.ownWindow }));
  expect(speaker.document.body.textContent).toContain("Say it slowly.");
  await user.keyboard("{ArrowRight}");
  expect(speaker.close).not.toHaveBeenCalled();
  expect(speaker.document.body.textContent).toContain(t.noNotes);
  act(() => void speaker.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft" })));
  expect(shown()?.textContent).toContain("It moved");
  act(() => void speaker.dispatchEvent(new Event("pagehide")));
  expect(speaker.close).toHaveBeenCalledOnce();
  vi.restoreAllMocks();
});
