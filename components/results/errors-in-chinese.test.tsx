// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { zh } from "@/components/messages/zh";
import { draw } from "@/components/testing/render";
import { ErrorNote, type ErrorLike } from "@/components/ui";
import { because, invalidField, parseInput, toWireError, type PalimpsestError } from "@/lib/base";

function thrownBy(work: () => unknown): PalimpsestError {
  try {
    work();
  } catch (thrown) {
    return thrown as PalimpsestError;
  }
  throw new Error("nothing was thrown");
}

describe("in Chinese", () => {
  const drawn = (error: ErrorLike) => draw(<ErrorNote error={error} />, { language: "zh" });

  test("an error with a reason says its sentence with its own values, and no English", async () => {
    const { code, message, hint, details } = toWireError(
      invalidField(
        "request.prompt",
        "Prompt and target have 291 tokens, and the model reads at most 128.",
        "Shorten the prompt or the target.",
        because("textTooLong", { tokens: 291, most: 128 }),
      ),
    );
    await drawn({ code, message, hint, details });
    expect(screen.getByText("这段文字有 291 个词元，而这里最多读 128 个。")).toBeDefined();
    expect(screen.getByRole("alert").textContent).not.toMatch(/Prompt|Shorten/);
  });

  test("an error without one is titled in Chinese, and its English is folded below", async () => {
    await drawn({ code: "numerical", message: "Pivot 3 is odd.", hint: "Lower it." });
    expect(screen.getByText(zh.errors.titles.numerical)).toBeDefined();
    expect(screen.getByText(zh.errors.untranslated!)).toBeDefined();
    const original = screen.getByText("Pivot 3 is odd. Lower it.");
    expect(original.lang).toBe("en");
    expect(original.closest("details")?.open).toBe(false);
  });

  test("an error of an older release, whose details lack a value, is not said with a hole in it", async () => {
    await drawn({ code: "conflict", message: "Moved.", details: { reason: "branchMoved" } });
    expect(screen.queryByText(/undefined/)).toBeNull();
    expect(screen.getByText(zh.errors.untranslated!)).toBeDefined();
  });

  test("the fields of a form are said one by one", async () => {
    const form = z.object({ name: z.string().min(1), count: z.int().max(5) });
    await drawn(thrownBy(() => parseInput(form, { name: "", count: 7 })));
    expect(screen.getByText("不能为空。")).toBeDefined();
    expect(screen.getByText(zh.errors.field("name"))).toBeDefined();
    expect(screen.getByRole("listitem").textContent).toBe("count 至多为 5。");
  });
});
