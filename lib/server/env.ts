/** The only reader of process.env. It parses every variable once. An invalid value stops the start with the variable's name. */
import path from "node:path";
import { z } from "zod";
import type { Role } from "../api";
import { PalimpsestError } from "../base";
import type { ChatEndpoint } from "./chat-endpoint/reply";

const MEGABYTE = 1_000_000;

/** Of the token of a shared server. */
const LEAST_TOKEN = 16;

/** An empty variable counts as not set. */
const text = (fallback: string) =>
  z
    .string()
    .transform((value) => value || fallback)
    .default(fallback);

/** An origin such as "http://mirror.lab:8080". A path, a query or a user name is refused. */
function asOrigin(text: string, context: z.RefinementCtx): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain =
    url && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search === "" && url.username === "";
  if (!isPlain)
    context.addIssue({
      code: "custom",
      message: `"${text}" is not an address such as https://mirror.example.`,
    });
  return url?.origin ?? "";
}

/** By https, or on this machine, where nobody is on the way. */
function isIssuer(value: string): boolean {
  if (value === "") return true;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || url.search !== "" || url.hash !== "" || url.username !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
}

const Variables = z.object({
  PALIMPSEST_DATA: text("data").describe(
    "Folder of the database, blobs, uploaded models and cached statistics.",
  ),
  PALIMPSEST_MAX_UPLOAD_MB: z.coerce
    .number()
    .positive()
    .default(20_000)
    .describe("Largest file of a model, in MB."),
  PALIMPSEST_WORKER: text("dist/worker.mjs").describe("The bundle of the process that runs models."),
  PALIMPSEST_DEVICE: z
    .enum(["cpu", "webgpu"])
    .default("cpu")
    .transform((device) => (device === "cpu" ? ("native" as const) : ("native-webgpu" as const)))
    .describe("What the server computes on."),
  PALIMPSEST_HUB_MIRRORS: text("")
    .transform((value) => value.split(",").flatMap((part) => part.trim() || []))
    .pipe(z.array(z.string().transform(asOrigin)))
    .describe("Addresses to download models from, before the hub itself; separated by commas."),
  PALIMPSEST_HUB_TOKEN: z
    .string()
    .optional()
    .describe("Token of the hub, for models whose terms were accepted."),
  PALIMPSEST_GUARDS: z
    .enum(["open", "lab"])
    .default("open")
    .describe("Who may change a knowledge graph: everybody, or with a source and a second person."),
  PALIMPSEST_READER_URL: text("")
    .refine(
      (value) => value === "" || /^https?:\/\/\S+$/.test(value),
      "An address such as http://reader.lab:8000/v1.",
    )
    .describe(
      "OpenAI-compatible endpoint that reads sentences which the grammar does not understand; none when empty.",
    ),
  PALIMPSEST_READER_MODEL: text("").describe("The model that this endpoint runs."),
  PALIMPSEST_READER_KEY: z.string().optional().describe("The key of this endpoint."),
  PALIMPSEST_JUDGE_URL: text("")
    .refine(
      (value) => value === "" || /^https?:\/\/\S+$/.test(value),
      "An address such as http://judge.lab:8000/v1.",
    )
    .describe(
      "OpenAI-compatible endpoint that judges free answers of benchmarks where that judge is chosen; none when empty.",
    ),
  PALIMPSEST_JUDGE_MODEL: text("").describe("The model that this endpoint runs."),
  PALIMPSEST_JUDGE_KEY: z.string().optional().describe("The key of this endpoint."),
  PALIMPSEST_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  HOST: text("").describe("Address to listen on; without it only this machine can connect."),
  PALIMPSEST_HOSTS: text("")
    .transform((value) => value.split(",").flatMap((part) => part.trim().toLowerCase() || []))
    .describe("Names under which others reach this server, separated by commas; needed with HOST."),
  PALIMPSEST_TOKEN: text("")
    .refine(
      (token) => token === "" || token.length >= LEAST_TOKEN,
      `It needs at least ${LEAST_TOKEN} characters.`,
    )
    .describe(
      "What everybody must enter before they may use this server; needed with HOST, unless there are accounts.",
    ),
  PALIMPSEST_ACCOUNTS: z
    .enum(["", "off", "on"])
    .default("off")
    .describe("Whether people sign in with accounts of their own, with roles and an audit log."),
  PALIMPSEST_OIDC_ISSUER: text("")
    .refine(isIssuer, "An address by https, such as https://login.example/realms/lab.")
    .describe("Issuer of the provider (OpenID Connect) at which people may sign in; none when empty."),
  PALIMPSEST_OIDC_CLIENT_ID: text("").describe("The name of this server at the provider."),
  PALIMPSEST_OIDC_CLIENT_SECRET: z
    .string()
    .optional()
    .describe("Its secret there; none for a public client."),
  PALIMPSEST_OIDC_NAME: text("").describe("What the button says; the issuer's host when empty."),
  PALIMPSEST_OIDC_SCOPES: text("openid email profile").describe("What is asked of the provider."),
  PALIMPSEST_OIDC_EMAIL_CLAIM: text("email").describe("The claim that has the e-mail address."),
  PALIMPSEST_OIDC_JOIN_AS: z
    .enum(["", "viewer", "proposer", "editor", "curator"])
    .default("")
    .describe(
      "The role with which unknown people of the provider come in; they need an invitation when empty.",
    ),
  PORT: z.coerce.number().int().default(3000).describe("Port to listen on."),
});

/** A provider at which people sign in. */
export interface ProviderSettings {
  /** On the button. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly scopes: string;
  readonly emailClaim: string;
  /** What somebody becomes who is unknown here; absent where they need an invitation. */
  readonly joinAs?: Role;
}

export interface Env {
  readonly dataFolder: string;
  readonly databaseFile: string;
  readonly blobFolder: string;
  readonly artifactFolder: string;
  readonly uploadFolder: string;
  readonly embeddedFolder: string;
  /** Artifacts that are shipped with the embedded model. */
  readonly shippedArtifactFolder: string;
  readonly migrationFolder: string;
  readonly workerFile: string;
  /** The program of the thread that reads large requests for jobs. */
  readonly readerFile: string;
  /** The runtime of the process that runs models. */
  readonly place: "native" | "native-webgpu";
  /** The folder of unfinished downloads. */
  readonly downloadFolder: string;
  readonly maxUploadBytes: number;
  /** Origins of mirrors of the hub, the preferred one first. */
  readonly hubMirrors: readonly string[];
  readonly hubToken?: string;
  readonly guards: "open" | "lab";
  /** A language model for sentences that the grammar does not understand; absent unless it is named. */
  readonly reader?: ChatEndpoint;
  /** A language model that judges answers; absent unless it is named. */
  readonly judge?: ChatEndpoint;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
  /** Whether other machines can connect. */
  readonly isShared: boolean;
  /** Names of this server besides those of this machine. A request for any other is refused. */
  readonly hosts: readonly string[];
  /** What must be entered before anything else is answered; nothing where only this machine can connect. */
  readonly token?: string;
  /** Whether people sign in with accounts of their own. */
  readonly hasAccounts: boolean;
  /** A provider at which they may sign in; absent unless it is named. */
  readonly provider?: ProviderSettings;
  /** The file of the key that signs their cookies. */
  readonly signingKeyFile: string;
  readonly port: number;
  /** Variables of a child process: all but Node's options, which may name a debugger's port, and the tokens. */
  readonly childVariables: NodeJS.ProcessEnv;
}

export function readEnv(variables: NodeJS.ProcessEnv = process.env): Env {
  const parsed = Variables.safeParse(variables);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = issue.path.join(".");
    throw new PalimpsestError(
      "invalid_input",
      `The environment variable ${name} is not valid: ${issue.message}`,
      {
        details: { field: name },
      },
    );
  }
  const { PALIMPSEST_DATA, PALIMPSEST_MAX_UPLOAD_MB, PALIMPSEST_WORKER, PALIMPSEST_LOG_LEVEL, HOST } =
    parsed.data;
  const { PALIMPSEST_HOSTS, PALIMPSEST_TOKEN } = parsed.data;
  const { PALIMPSEST_DEVICE, PALIMPSEST_GUARDS, PALIMPSEST_HUB_MIRRORS, PALIMPSEST_HUB_TOKEN } = parsed.data;
  const root = process.cwd();
  const dataFolder = path.resolve(/* turbopackIgnore: true */ root, PALIMPSEST_DATA);
  return {
    dataFolder,
    databaseFile: path.join(dataFolder, "palimpsest.db"),
    blobFolder: path.join(dataFolder, "blobs"),
    artifactFolder: path.join(dataFolder, "artifacts"),
    uploadFolder: path.join(dataFolder, "models"),
    downloadFolder: path.join(dataFolder, "downloads"),
    embeddedFolder: path.resolve(/* turbopackIgnore: true */ root, "public/models"),
    shippedArtifactFolder: path.resolve(/* turbopackIgnore: true */ root, "public/models/artifacts"),
    migrationFolder: path.resolve(/* turbopackIgnore: true */ root, "prisma/migrations"),
    readerFile: path.resolve(/* turbopackIgnore: true */ root, "dist/reader.mjs"),
    workerFile: path.resolve(/* turbopackIgnore: true */ root, PALIMPSEST_WORKER),
    place: PALIMPSEST_DEVICE,
    maxUploadBytes: PALIMPSEST_MAX_UPLOAD_MB * MEGABYTE,
    hubMirrors: PALIMPSEST_HUB_MIRRORS,
    ...(PALIMPSEST_HUB_TOKEN && { hubToken: PALIMPSEST_HUB_TOKEN }),
    guards: PALIMPSEST_GUARDS,
    ...endpointAs("reader", [
      parsed.data.PALIMPSEST_READER_URL,
      parsed.data.PALIMPSEST_READER_MODEL,
      parsed.data.PALIMPSEST_READER_KEY,
    ]),
    ...endpointAs("judge", [
      parsed.data.PALIMPSEST_JUDGE_URL,
      parsed.data.PALIMPSEST_JUDGE_MODEL,
      parsed.data.PALIMPSEST_JUDGE_KEY,
    ]),
    logLevel: PALIMPSEST_LOG_LEVEL,
    isShared: HOST !== "" && !isLoopback(HOST),
    hosts: PALIMPSEST_HOSTS,
    ...(PALIMPSEST_TOKEN && { token: PALIMPSEST_TOKEN }),
    hasAccounts: parsed.data.PALIMPSEST_ACCOUNTS === "on",
    ...providerOf(parsed.data),
    signingKeyFile: path.join(dataFolder, "accounts.key"),
    port: parsed.data.PORT,
    childVariables: {
      ...variables,
      NODE_OPTIONS: "",
      PALIMPSEST_HUB_TOKEN: "",
      PALIMPSEST_TOKEN: "",
      PALIMPSEST_OIDC_CLIENT_SECRET: "",
      PALIMPSEST_READER_KEY: "",
      PALIMPSEST_JUDGE_KEY: "",
    },
  };
}

function providerOf({
  PALIMPSEST_OIDC_ISSUER: issuer,
  PALIMPSEST_OIDC_CLIENT_ID: clientId,
  PALIMPSEST_OIDC_CLIENT_SECRET: clientSecret,
  PALIMPSEST_OIDC_NAME: name,
  PALIMPSEST_OIDC_SCOPES: scopes,
  PALIMPSEST_OIDC_EMAIL_CLAIM: emailClaim,
  PALIMPSEST_OIDC_JOIN_AS: joinAs,
}: z.infer<typeof Variables>): Pick<Env, "provider"> {
  if (issuer === "") return {};
  return {
    provider: {
      name: name || new URL(issuer).host,
      issuer,
      clientId,
      ...(clientSecret && { clientSecret }),
      scopes,
      emailClaim,
      ...(joinAs !== "" && { joinAs }),
    },
  };
}

function endpointAs<N extends "reader" | "judge">(
  name: N,
  [url, model, key]: readonly [url: string, model: string, key?: string],
): { readonly [K in N]?: ChatEndpoint } {
  if (url === "") return {};
  const endpoint = { url: url.replace(/\/+$/, ""), model, ...(key && { key }) };
  return { [name]: endpoint } as { readonly [K in N]?: ChatEndpoint };
}

/**
 * Throws `invalid_input` where other machines could connect and nothing says under which name, or nothing is asked of them; and
 * where a token and accounts are set, because one of them would not be what it says.
 */
export function checkShared({
  provider,
  isShared,
  hosts,
  token,
  hasAccounts,
}: Pick<Env, "isShared" | "hosts" | "token" | "hasAccounts" | "provider">): void {
  if (provider !== undefined && (!hasAccounts || provider.clientId === ""))
    throw new PalimpsestError(
      "invalid_input",
      `PALIMPSEST_OIDC_ISSUER needs ${hasAccounts ? "PALIMPSEST_OIDC_CLIENT_ID" : "PALIMPSEST_ACCOUNTS=on"}.`,
      {
        hint: "The provider gives this server a client id: see docs/lab.md.",
        details: { field: hasAccounts ? "PALIMPSEST_OIDC_CLIENT_ID" : "PALIMPSEST_ACCOUNTS" },
      },
    );
  if (hasAccounts && token !== undefined)
    throw new PalimpsestError(
      "invalid_input",
      "PALIMPSEST_TOKEN and PALIMPSEST_ACCOUNTS exclude each other.",
      {
        hint: "With accounts everybody signs in for themselves, and programs send an API key. Take PALIMPSEST_TOKEN away.",
        details: { field: "PALIMPSEST_TOKEN" },
      },
    );
  const missing = [
    ...(hosts.length === 0 ? ["PALIMPSEST_HOSTS"] : []),
    ...(token === undefined && !hasAccounts ? ["PALIMPSEST_TOKEN"] : []),
  ];
  if (!isShared || missing.length === 0) return;
  throw new PalimpsestError(
    "invalid_input",
    `HOST lets other machines connect, so ${missing.join(" and ")} must be set too.`,
    {
      hint: "PALIMPSEST_HOSTS lists the names that others open, such as lab.example; PALIMPSEST_TOKEN is what they must enter, or PALIMPSEST_ACCOUNTS=on lets each sign in. Without HOST only this machine can connect.",
      details: { field: missing[0] },
    },
  );
}

/** Whether a host name can only mean this machine. */
export function isLoopback(hostName: string): boolean {
  return (
    hostName === "localhost" ||
    hostName === "::1" ||
    hostName === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(hostName)
  );
}
