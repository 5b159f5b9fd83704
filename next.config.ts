import type { NextConfig } from "next";

/**
 * Headers of every answer, files included. The first three isolate the page from other origins, without which a browser
 * gives WASM no threads. The content security policy is in proxy.ts, because it changes with every page.
 */
const HEADERS = [
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Embedder-Policy", value: "require-corp" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "no-referrer" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
];

/** Weights and WASM binaries are named by what they are and change only with a release; a browser asks again by ETag. */
const LARGE_FILES = [{ key: "Cache-Control", value: "public, max-age=0, must-revalidate" }];

const config: NextConfig = {
  headers: async () => [
    { source: "/:path*", headers: HEADERS },
    { source: "/models/:path*", headers: LARGE_FILES },
    { source: "/ort/:path*", headers: LARGE_FILES },
  ],
  poweredByHeader: false,
  // No page uses the image optimizer, so its address does not exist.
  images: { unoptimized: true },
  // Pages and routes are loaded when they are first asked for: at once they take some 50 MB more.
  experimental: { preloadEntriesOnStart: false },
  reactStrictMode: true,
  // Native code, and packages that look for their own files.
  serverExternalPackages: [
    "onnxruntime-node",
    "@prisma/client",
    "@prisma/adapter-libsql",
    "@libsql/client",
    "libsql",
    "better-auth",
    "pino",
  ],
};

export default config;
