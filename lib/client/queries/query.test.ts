import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { versionGraph } from "../../api";
import { useQueryOf, type QueryOptions } from "./query";

function htmlOf(options: QueryOptions<unknown>): string {
  const Asking = () => String(useQueryOf(versionGraph, { input: { model: "atlas" } }, options).isPending);
  return renderToString(
    createElement(QueryClientProvider, { client: new QueryClient() }, createElement(Asking)),
  );
}

test("what comes with the page is named in its HTML as `fetch` asks for it, and nothing else is", () => {
  expect(htmlOf({ withPage: true })).toBe(
    '<link rel="preload" href="/api/versions?model=atlas" as="fetch" crossorigin="" fetchPriority="low"/>true',
  );
  expect(htmlOf({})).toBe("true");
});
