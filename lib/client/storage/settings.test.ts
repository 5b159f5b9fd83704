// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { renderClientHook } from "../../testing/client";
import { useSetting } from "./settings";

afterEach(() => vi.restoreAllMocks());

test("what storage refuses lasts until the page is loaded again, and writing says so", () => {
  const { result } = renderClientHook(useSetting, "a-setting");
  const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  let isStored = true;
  act(() => void (isStored = result.current[1]("large")));
  expect(isStored).toBe(false);
  expect(result.current[0]).toBe("large");
  full.mockRestore();
  act(() => void (isStored = result.current[1]("small")));
  expect(isStored).toBe(true);
  expect(localStorage.getItem("a-setting")).toBe("small");
});
