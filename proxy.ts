/**
 * Pages. A shared server asks for its token first, or for signing in. Every page has a content security policy: Next puts its data into inline
 * scripts, which the policy allows by a nonce that is new for each page; a script that something else slipped in has none
 * and does not run.
 */
import { NextResponse, type NextRequest } from "next/server";
import { chooseLanguage, LANGUAGE_COOKIE } from "@/components/messages/languages";
import { signInPage } from "@/components/shell/sign-in-page";
import { PalimpsestError } from "@/lib/base";
import { readEnv } from "@/lib/server/env";
import {
  ACCOUNT_COOKIE,
  checkAccess,
  checkVisitor,
  isSame,
  originOf,
  SESSION_COOKIE,
  sessionOf,
} from "@/lib/server/http/access";

export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === "development");
  const response = (await doorFor(request)) ?? pageWith(request, nonce, policy);
  response.headers.set("content-security-policy", policy);
  return response;
}

/** Places of the workbench that only a server with accounts has. */
const LAB_PAGES = new Set(["/account", "/people"]);
/** No page has this address. */
const NOWHERE = "/_nowhere";

function pageWith(request: NextRequest, nonce: string, policy: string): NextResponse {
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const init = { request: { headers } };
  // A place that finds this out itself has sent its frame by then, and with it the status of a page that is there.
  if (LAB_PAGES.has(request.nextUrl.pathname) && !readEnv().hasAccounts)
    return NextResponse.rewrite(new URL(NOWHERE, request.url), init);
  return NextResponse.next(init);
}

const MONTH_SECONDS = 30 * 86_400;

/** What one who may not come in gets instead of the page; null for those who may. */
async function doorFor(request: NextRequest): Promise<NextResponse | null> {
  const { hosts, token, hasAccounts } = readEnv();
  try {
    // A form of another site must not sign a visitor in.
    checkAccess(request, { hosts });
    checkVisitor(request, { hosts, token });
    return hasAccounts ? signInFirst(request) : null;
  } catch (error) {
    if (!(error instanceof PalimpsestError)) throw error;
    if (error.code !== "unauthorized" || token === undefined)
      return new NextResponse(`${error.message} ${error.hint ?? ""}`, { status: 403 });
  }
  const isPost = request.method === "POST";
  if (isPost) {
    const given = (await request.formData()).get("token");
    if (typeof given === "string" && isSame(given.trim(), token)) {
      const address = addressOf(request);
      const entered = NextResponse.redirect(address, 303);
      entered.cookies.set(SESSION_COOKIE, sessionOf(token), {
        httpOnly: true,
        sameSite: "strict",
        secure: address.protocol === "https:",
        maxAge: MONTH_SECONDS,
        path: "/",
      });
      return entered;
    }
  }
  const language = chooseLanguage(
    request.cookies.get(LANGUAGE_COOKIE)?.value,
    request.headers.get("accept-language"),
  );
  return new NextResponse(signInPage(language, isPost), {
    status: 401,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}

/** Pages for those who have no account yet. */
const OPEN_PAGES = new Set(["/sign-in", "/sign-in/provider", "/join"]);

/**
 * Whoever has no session is shown where to sign in. Whether a session holds is asked by every request for data; pages hold none.
 */
function signInFirst(request: NextRequest): NextResponse | null {
  const { pathname, search } = request.nextUrl;
  if (OPEN_PAGES.has(pathname) || request.cookies.has(ACCOUNT_COOKIE)) return null;
  const page = new URL("/sign-in", addressOf(request));
  if (pathname !== "/") page.searchParams.set("to", `${pathname}${search}`);
  return NextResponse.redirect(page, 303);
}

/** The page's address as the browser has it. */
function addressOf(request: NextRequest): URL {
  return new URL(`${request.nextUrl.pathname}${request.nextUrl.search}`, originOf(request));
}

function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'self'",
    // WASM runs the model. React's error overlay evaluates code, in development only.
    `script-src 'self' 'nonce-${nonce}' 'wasm-unsafe-eval'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    // Charts and overlays position things through style attributes, which cannot carry a nonce.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self' blob:",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Pages only: bodies of API requests would be buffered here, and files need no policy. */
export const config = {
  matcher: ["/((?!api/|v1/|_next/|models/|ort/|fonts/|icons/|.*\\.\\w+$).*)"],
};
