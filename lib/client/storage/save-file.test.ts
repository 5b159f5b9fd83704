// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import { saveBlob } from "./save-file";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("the bytes of a download stay until it had time to begin", () => {
  vi.useFakeTimers();
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:mine");
  const revoke = vi.spyOn(URL, "revokeObjectURL").mockReturnValue(undefined);
  const saved: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(`${this.href} as ${this.download}`);
  });

  saveBlob(new Blob(["a"]), "a.json");
  expect(saved).toEqual(["blob:mine as a.json"]);
  expect(revoke).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(revoke).toHaveBeenCalledWith("blob:mine");
});
