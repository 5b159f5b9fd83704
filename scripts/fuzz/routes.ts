/** Every route with values that its schema mostly allows, and with ids, queries, headers and bodies that it does not. */
import type { Random } from "../../lib/base";
import { openApi, QUESTIONS } from "../../lib/api";
import { apiOf } from "../../e2e/support/api";
import { chance, deepText, mutateBytes, oddText, oddValue, pick, valueOf, type Schema } from "./mutate";
import type { Counts, Target } from "./target";

const ODD_HEADERS: readonly Record<string, string>[] = [
  { host: "evil.example" },
  { origin: "http://evil.example" },
  { "sec-fetch-site": "cross-site" },
  { "content-type": "text/plain" },
  { "content-type": "application/json; charset=utf-16" },
  { range: "bytes=5-1" },
  { range: "bytes=0-99999999999" },
  { "last-event-id": "99999999999999999999" },
  { accept: "text/event-stream" },
  { "accept-language": "x".repeat(8_000) },
  { cookie: "palimpsest-session=%00; palimpsest-language=%ED%A0%80" },
  { "x-forwarded-for": "203.0.113.7, 127.0.0.1" },
  { authorization: `Bearer ${"x".repeat(4_000)}` },
];
const ODD_PATHS = [
  "/api/jobs/%ED%A0%80",
  "/api/%",
  "/api/nothing",
  "/api/jobs/%00",
  "/api/models/..%2f..%2fetc",
  "/%ED%A0%80",
];
const ODD_METHODS = ["PATCH", "OPTIONS", "HEAD", "DELETE", "PUT"];
/** They compute, or ask a hub that is not there. */
const SLOW_MS = 25_000;

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

export interface RouteFuzz {
  one(random: Random, counts: Counts): Promise<void>;
}

export async function openRoutes(target: Target): Promise<RouteFuzz> {
  const document = openApi() as unknown as Schema & {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const { id: head } = await apiOf(target.url).head();
  const jobs: string[] = ["job_00000000000000000000000000"];
  const blobs: string[] = ["0".repeat(64)];
  const known: Readonly<Record<string, () => readonly string[]>> = {
    model: () => ["atlas"],
    modelId: () => ["atlas", "other"],
    version: () => [head],
    versionId: () => [head],
    branchId: () => ["atlas:main", "atlas:other"],
    expectedHead: () => [head],
    head: () => [head],
    jobId: () => jobs,
    address: () => blobs,
    blob: () => blobs,
    graphId: () => ["atlas"],
    method: () => ["rome", "ft-l", "grace", "ike"],
    prompt: () => ["The capital of France is", "The mother tongue of {} is"],
    subject: () => ["France"],
  };
  const questions = new Set(Object.values(QUESTIONS).map((question) => question.path.split("/").at(-1)));

  return {
    async one(random, counts) {
      if (chance(random, 0.03)) {
        await target.ask(counts, { method: pick(random, ["GET", "POST"]), path: pick(random, ODD_PATHS) });
        return;
      }
      const { path, method, operation } = pick(random, operations);
      const idOf = (name: string) => {
        const ids = known[name]?.();
        return ids && pick(random, ids);
      };
      const address = path.replace(/\{(\w+)\}/g, (_, name: string) => {
        const value = chance(random, 0.8) ? (idOf(name) ?? oddText(random)) : oddText(random);
        return encodeURIComponent(wellFormed(value).slice(0, 3_000)) || "-";
      });
      const query = new URLSearchParams();
      for (const parameter of operation.parameters.filter((one) => one.in === "query")) {
        if (chance(random, 0.7))
          query.set(
            parameter.name,
            asText(valueOf(random, parameter.schema, document, idOf, parameter.name)).slice(0, 3_000),
          );
      }
      const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
      const value =
        content && type === "application/json" ? valueOf(random, content.schema, document, idOf) : undefined;
      const sound = value === undefined ? undefined : JSON.stringify(value);
      const text = sound !== undefined && chance(random, 0.03) ? deepText(random, sound) : sound;
      const bytes = new TextEncoder().encode(text ?? JSON.stringify(oddValue(random)));
      const body =
        type === undefined
          ? undefined
          : text === undefined || chance(random, 0.05)
            ? mutateBytes(random, bytes)
            : text;
      const { status, json } = await target.ask(counts, {
        method: chance(random, 0.03) ? pick(random, ODD_METHODS) : method,
        path: `${address}${query.size > 0 ? `?${query}` : ""}`,
        headers: {
          ...(type !== undefined && { "content-type": type }),
          ...(chance(random, 0.1) && pick(random, ODD_HEADERS)),
        },
        ...(method !== "GET" && body !== undefined && { body }),
        ...((path.includes("/hub/") || questions.has(path.split("/").at(-1))) && { longestMs: SLOW_MS }),
      });
      if (status !== 200 || !json) return;
      if (typeof json.address === "string") blobs.push(json.address);
      if (typeof json.jobId !== "string") return;
      jobs.push(json.jobId);
      await fetch(`${target.url}/api/jobs/${json.jobId}/cancel`, { method: "POST" });
    },
  };
}

function wellFormed(text: string): string {
  return text.replaceAll(/[\ud800-\udfff]/g, "?");
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
