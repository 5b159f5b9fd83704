/** Calls a route of the API as Next does: the route file of the URL, with a request from this machine. */
import { questionSegment } from "../../api";
import { QUESTION_NAMES } from "../../job";
import type { RouteHandler } from "../http/route";

type RouteModule = Partial<Record<string, RouteHandler>>;

export const ROUTE_FILES = Object.keys(import.meta.glob("../../../app/api/**/route.ts"));
export const ROUTES = import.meta.glob<RouteModule>("../../../app/api/**/route.ts");
/** The one route that answers every model question. */
export const QUESTION_ROUTE = "/api/models/[modelId]/[question]";
export const SEGMENTS = QUESTION_NAMES.map(questionSegment);

interface Asked {
  readonly params?: Record<string, string>;
  readonly body?: unknown;
  readonly query?: string;
  readonly headers?: Record<string, string>;
}

export async function call(
  method: string,
  route: string,
  { params = {}, body, query = "", headers = {} }: Asked = {},
): Promise<Response> {
  const question = SEGMENTS.find((segment) => route === `/api/models/[modelId]/${segment}`);
  const file = question ? QUESTION_ROUTE : route;
  const module = await ROUTES[`../../../app${file}/route.ts`]();
  const handler = module[method];
  if (!handler) throw new Error(`${route} has no ${method}`);
  const isJson = body !== undefined && !(body instanceof Uint8Array) && typeof body !== "string";
  const request = new Request(`http://127.0.0.1:3000${route}${query}`, {
    method,
    headers: { host: "127.0.0.1:3000", ...(isJson && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: isJson ? JSON.stringify(body) : (body as BodyInit) }),
  });
  return handler(request, { params: Promise.resolve({ ...params, ...(question && { question }) }) });
}

export const json = async (response: Response) =>
  (await response.json()) as Record<string, never> & Record<string, unknown>;

/** All events of a job's stream. Waits for its end. */
export async function events(
  jobId: string,
  headers: Record<string, string> = {},
): Promise<{ id: number; status: string }[]> {
  const response = await call("GET", "/api/jobs/[jobId]/events", { params: { jobId }, headers });
  const text = await response.text();
  return [...text.matchAll(/^id: (\d+)\nevent: \w+\ndata: (.*)$/gm)].map(([, id, data]) => ({
    ...JSON.parse(data),
    id: Number(id),
  }));
}
