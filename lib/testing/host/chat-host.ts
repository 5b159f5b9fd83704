/** A host with the same tiny model twice: "chat" with a chat template, and under any other name without. */
import { createModelHost } from "../../job/host/create-model-host";
import { createMemoryBlobs, memoryArtifacts } from "../../store";
import { nativeRuntime } from "../runtimes";
import { CHAT_TEMPLATE, tinyFiles } from "../tiny";
import { fakeRecords } from "./records";

export function createChatHost() {
  return createModelHost({
    runtime: nativeRuntime(),
    blobs: createMemoryBlobs(),
    artifacts: memoryArtifacts(),
    records: fakeRecords(),
    files: (model) => tinyFiles("gpt2", model === "chat" ? { chatTemplate: CHAT_TEMPLATE } : {}),
  });
}
