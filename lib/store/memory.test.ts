import { describeStore } from "./conformance";
import { createMemoryStore } from "./memory";

describeStore("the store in memory", async () => ({ store: createMemoryStore(), close: async () => {} }));
