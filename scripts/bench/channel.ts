/** What the channel to a model host adds to a call: a trivial one, asked directly, in a worker thread and in a child process. */
import { fork } from "node:child_process";
import { rm } from "node:fs/promises";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { connect, type Port } from "../../lib/job";
import { bundle } from "../../lib/server/testing/bundle";
import { processPort } from "../../lib/server/worker/process-port";
import { ECHO, echoHost, threadPort } from "./channel-peer";
import { formatMs, type Line } from "./measure";

/** A prompt of usual length. */
const TEXT = "The capital of France is ".repeat(8);
const WARM_UP = 200;
const CALLS = 2000;

export async function benchChannel(): Promise<Line[]> {
  const file = await bundle("scripts/bench/channel-peer.ts");
  const thread = new Worker(file);
  const child = fork(file);
  try {
    const directMs = await perCall(echoHost().echo);
    const throughPort = (port: Port) =>
      perCall(connect(ECHO, port, { graceMs: 1000, onStuck: () => undefined }).methods.echo);
    const threadMs = await throughPort(threadPort(thread));
    const childMs = await throughPort(processPort(child, "host"));
    const added = (ms: number) => `adds ${formatMs(ms - directMs)} to a call; at most 2 ms`;
    return [
      { what: "trivial call, direct", value: formatMs(directMs), note: "with its input checked" },
      { what: "the same in a worker thread", value: formatMs(threadMs), note: added(threadMs) },
      { what: "the same in a child process", value: formatMs(childMs), note: added(childMs) },
    ];
  } finally {
    child.kill();
    await thread.terminate();
    await rm(path.dirname(file), { recursive: true });
  }
}

async function perCall(echo: (input: { text: string }) => Promise<unknown>): Promise<number> {
  for (let i = 0; i < WARM_UP; i++) await echo({ text: TEXT });
  const started = performance.now();
  for (let i = 0; i < CALLS; i++) await echo({ text: TEXT });
  return (performance.now() - started) / CALLS;
}
