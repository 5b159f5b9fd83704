import { expect, test } from "vitest";
import config from "../next.config";

test("the image optimizer, which nothing here uses, does not answer", () => {
  expect(config.images?.unoptimized).toBe(true);
});
