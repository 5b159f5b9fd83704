import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { isThere, SHARED_FIXTURES } from "../../../lib/testing/embedded";
import { nativeRuntime } from "../../../lib/testing/runtimes";
import { checkTiny, tinyEntries, TinyFixture } from "./tiny";

const FILE = path.join(SHARED_FIXTURES, "../reference/golden-edit-tiny.json");

test.skipIf(!isThere(FILE, "parity of edits on the generated model"))(
  "every entry with a check agrees with the original implementations",
  async () => {
    const fixture = TinyFixture.parse(JSON.parse(await readFile(FILE, "utf8")));
    const { checks } = await checkTiny(fixture, nativeRuntime());
    const checked = Object.keys(tinyEntries()).filter(
      (name) => !checks.some((one) => one.case.startsWith(name)),
    );
    expect(checked, "entries without a check").toEqual([]);
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  },
);
