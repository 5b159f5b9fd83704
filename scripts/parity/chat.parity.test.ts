import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { isThere, SHARED_FIXTURES } from "../../lib/testing/embedded";
import { nativeRuntime } from "../../lib/testing/runtimes";
import { loadModel } from "../../lib/model";
import { folderFiles } from "../../lib/server/files/folder-files";
import { ChatFixture, checkChat } from "./chat";

const FIXTURE = path.join(SHARED_FIXTURES, "smollm2-135m/chat.json");
const MODEL = path.resolve(SHARED_FIXTURES, "../models/smollm2-135m-instruct");

test.skipIf(!isThere(FIXTURE, "chat.json") || !isThere(MODEL, "SmolLM2"))(
  "eight conversations have the text, the ids and the answers that transformers gives them",
  async () => {
    const fixture = ChatFixture.parse(JSON.parse(readFileSync(FIXTURE, "utf8")));
    const model = await loadModel("smollm2", folderFiles(MODEL), nativeRuntime());
    const checks = await checkChat(model, fixture);
    expect(checks.length).toBe(23);
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    await model.dispose();
  },
  120_000,
);
