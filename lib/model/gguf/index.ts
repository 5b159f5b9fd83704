/** GGUF, the format of llama.cpp. Read header.ts, then architectures.ts; block-types.ts has the bytes. */
export { decodeBlocks, BLOCK_TYPES } from "./block-types";
