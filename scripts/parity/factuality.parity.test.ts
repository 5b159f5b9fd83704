import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createTokenizer, openCheckpoint, openModel, readTokenizer } from "../../lib/model";
import { folderFiles } from "../../lib/server/files/folder-files";
import { isThere, SHARED_FIXTURES } from "../../lib/testing/embedded";
import { nativeRuntime } from "../../lib/testing/runtimes";
import { checkFactuality, FactualityFixture } from "./factuality";

const FOLDER = path.join(SHARED_FIXTURES, "factuality");

describe.skipIf(!isThere(FOLDER, "factuality"))("factuality", () => {
  test.each(["gpt2-atlas-proto", "llama-stories260k"])(
    "of %s has the numbers of lm-evaluation-harness",
    async (name) => {
      const json = (file: string): unknown => JSON.parse(readFileSync(path.join(FOLDER, file), "utf8"));
      const files = folderFiles(path.join(SHARED_FIXTURES, name));
      const own = `${name}.tokenizer.json`;
      const tokenizer = existsSync(path.join(FOLDER, own))
        ? createTokenizer(json(own))
        : await readTokenizer(files);
      const model = await openModel(await openCheckpoint(name, files), tokenizer, nativeRuntime());
      const checks = await checkFactuality(model, FactualityFixture.parse(json(`${name}.json`)));
      expect(checks.length).toBe(874);
      expect(checks.filter(({ passed }) => !passed)).toEqual([]);
      await model.dispose();
    },
    120_000,
  );
});
