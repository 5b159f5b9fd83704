/**
 * Who may do what on a server with accounts: one rule an operation. `lib/server/accounts/caller.ts` holds every request to
 * it, and pages read it to say beforehand what a person may not do. A server without accounts asks for none of this.
 */

/** From the one who may do least to the one who may do everything. Each may do what those before it may. */
export const ROLES = ["viewer", "proposer", "editor", "curator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** What a field of a request names, from which its model follows. */
type Subject = "model" | "branch" | "version" | "job" | "run" | "preset";

export interface AccessRule {
  /** "anybody" need not have signed in. */
  readonly needs: Role | "anybody";
  /** The field, in the path or the input, by which the model is found whose role counts. A dot leads into a field. */
  readonly about?: readonly [subject: Subject, field: string];
  /** The role that a request needs in which this field is given. */
  readonly with?: readonly [field: string, needs: Role];
  /** The role that it needs where the record is another person's. */
  readonly others?: Role;
  /** What the audit log writes down, by name: a field of the path, the input or the output. Absent where it is not recorded. */
  readonly audit?: Readonly<Record<string, `${"params" | "input" | "output"}.${string}`>>;
}

const anybody: AccessRule = { needs: "anybody" };
const viewer: AccessRule = { needs: "viewer" };
const admin: AccessRule = { needs: "admin" };
const seesModel: AccessRule = { needs: "viewer", about: ["model", "modelId"] };
const seesVersion: AccessRule = { needs: "viewer", about: ["version", "versionId"] };
const seesJob: AccessRule = { needs: "viewer", about: ["job", "jobId"] };
const seesRun: AccessRule = { needs: "viewer", about: ["run", "runId"] };
/** Of one's own jobs. */
const steersJob: AccessRule = { needs: "proposer", about: ["job", "jobId"], others: "curator" };
const VERSION = { version: "output.id", branch: "input.branchId", reason: "input.reason" } as const;
const BRANCH_HEAD = { version: "output.id", branch: "params.branchId" } as const;

/** By the id of the operation. A test compares this with the contract. */
export const ACCESS = {
  "accounts.me": viewer,
  "accounts.sign-in": anybody,
  "accounts.sign-out": viewer,
  "accounts.join": anybody,
  "accounts.sessions": viewer,
  "accounts.end-session": { needs: "viewer", audit: { session: "params.sessionId" } },
  "accounts.keys": viewer,
  "accounts.create-key": {
    needs: "viewer",
    audit: { key: "output.key.id", label: "output.key.name", role: "output.key.role" },
  },
  "accounts.remove-key": { needs: "viewer", audit: { key: "params.keyId" } },
  "accounts.provider-start": anybody,
  "accounts.provider-finish": anybody,
  "accounts.ways": viewer,
  "accounts.passkeys": viewer,
  "accounts.passkey-options": viewer,
  "accounts.add-passkey": { needs: "viewer", audit: { passkey: "output.id", label: "output.name" } },
  "accounts.remove-passkey": { needs: "viewer", audit: { passkey: "params.passkeyId" } },
  "accounts.passkey-challenge": anybody,
  "accounts.passkey-sign-in": anybody,
  "accounts.device": anybody,
  "accounts.device-key": anybody,
  "accounts.device-asks": viewer,
  "accounts.approve-device": { needs: "viewer", audit: { host: "output.host", role: "output.role" } },
  "accounts.decline-device": viewer,
  "people.list": admin,
  "people.invite": { needs: "admin", audit: { invitation: "output.invitation.id", role: "input.role" } },
  "people.withdraw": { needs: "admin", audit: { invitation: "params.invitationId" } },
  "people.role": {
    needs: "admin",
    audit: { person: "params.personId", role: "input.role", model: "input.model" },
  },
  "people.remove": { needs: "admin", audit: { person: "params.personId", name: "output.name" } },
  "audit.list": admin,
  "audit.verify": admin,
  "audit.export": admin,

  "models.tokens": seesModel,
  "models.next-tokens": seesModel,
  "models.generate": seesModel,
  "models.continuations": seesModel,
  "models.explore": seesModel,
  "models.explore-preflight": seesModel,
  "models.fingerprint": seesModel,
  "models.known-facts": seesModel,
  "models.preflight": seesModel,
  "models.preflight-files": viewer,
  "models.merge-base": seesModel,
  "models.merge-check": seesModel,
  "models.merge-tensor": seesModel,
  "models.list": viewer,
  "models.file": seesModel,
  /** It lists the checkpoint itself as the first version. A page does so that finds a model without one. */
  "models.prepare": seesModel,
  "models.add": { needs: "curator", audit: { model: "input.modelId", name: "input.name" } },
  "models.upload": { needs: "curator", about: ["model", "modelId"] },
  "models.discard": { needs: "curator", about: ["model", "modelId"] },
  "models.remove": { needs: "curator", about: ["model", "modelId"], audit: { model: "params.modelId" } },

  "catalog.get": viewer,
  "worlds.draw": viewer,
  "worlds.examples": viewer,
  "worlds.facts": viewer,
  "worlds.probes": viewer,
  "datasets.list": viewer,
  "datasets.read": viewer,
  "datasets.kept": viewer,
  "datasets.keep": { needs: "proposer" },
  health: anybody,
  ready: anybody,
  openapi: viewer,

  "versions.graph": { needs: "viewer", about: ["model", "model"] },
  "versions.get": seesVersion,
  "versions.compare": seesVersion,
  "versions.folder": seesVersion,
  "versions.gguf": seesVersion,
  "versions.overlays": seesVersion,
  "versions.scores": seesVersion,
  "versions.export": seesVersion,
  "versions.keep": { needs: "editor", about: ["branch", "branchId"], audit: VERSION },
  "versions.import": { needs: "editor", about: ["branch", "branchId"], audit: VERSION },
  "versions.undo": { needs: "editor", about: ["branch", "branchId"], audit: BRANCH_HEAD },
  "versions.redo": { needs: "editor", about: ["branch", "branchId"], audit: BRANCH_HEAD },
  "versions.without": {
    needs: "editor",
    about: ["branch", "branchId"],
    audit: { removed: "input.removed", version: "output.version.id", branch: "params.branchId" },
  },
  "branches.move": {
    needs: "editor",
    about: ["branch", "branchId"],
    audit: { version: "input.head", branch: "params.branchId" },
  },
  "branches.create": {
    needs: "editor",
    about: ["model", "model"],
    audit: { version: "input.head", branch: "output.id" },
  },
  "blobs.store": { needs: "proposer" },
  "blobs.get": viewer,

  "jobs.list": viewer,
  "jobs.get": seesJob,
  "jobs.events": seesJob,
  "jobs.start": { needs: "proposer", about: ["model", "input.model"] },
  "jobs.report": { needs: "proposer", about: ["job", "jobId"], others: "admin" },
  "jobs.cancel": steersJob,
  "jobs.pause": steersJob,
  "jobs.resume": steersJob,
  "jobs.retry": steersJob,
  "jobs.delete": { ...steersJob, audit: { job: "params.jobId" } },

  "lifelong.list": viewer,
  "lifelong.get": seesRun,
  "lifelong.case": seesRun,
  "lifelong.retention": seesRun,
  "lifelong.keep": { needs: "editor", about: ["branch", "branchId"], audit: VERSION },
  "lifelong.delete": { needs: "editor", about: ["run", "runId"], audit: { run: "params.runId" } },
  "presets.list": viewer,
  "presets.delete": {
    needs: "proposer",
    about: ["preset", "presetId"],
    others: "curator",
    audit: { preset: "params.presetId" },
  },
  "artifacts.list": viewer,
  "artifacts.file": viewer,
  "artifacts.import": { needs: "editor" },
  "artifacts.remove": { needs: "curator", audit: { artifact: "params.artifactId" } },

  "knowledge.about": viewer,
  "knowledge.ask": viewer,
  "knowledge.audit": viewer,
  "knowledge.entities": viewer,
  "knowledge.export": viewer,
  "knowledge.facts": viewer,
  "knowledge.graph": viewer,
  "knowledge.graphs": viewer,
  "knowledge.interpret": viewer,
  "knowledge.network": viewer,
  "knowledge.plan": viewer,
  "knowledge.relation": viewer,
  "knowledge.propose": {
    needs: "proposer",
    about: ["branch", "keep.branchId"],
    audit: { graph: "params.graphId", sentence: "input.sentence", proposal: "output.proposal.sequence" },
  },
  "knowledge.approve": {
    needs: "editor",
    about: ["branch", "keep.branchId"],
    with: ["proposal", "curator"],
    audit: {
      graph: "params.graphId",
      plan: "output.entry.sequence",
      sentence: "output.entry.sentence",
      proposal: "input.proposal",
      version: "output.version.id",
      branch: "input.keep.branchId",
    },
  },
  "knowledge.decline": {
    needs: "curator",
    audit: { graph: "params.graphId", proposal: "input.proposal" },
  },
  "knowledge.undo": {
    needs: "editor",
    about: ["branch", "branchId"],
    audit: {
      graph: "params.graphId",
      plans: "input.plans",
      version: "output.version.id",
      branch: "input.branchId",
    },
  },
  "knowledge.import": { needs: "editor", audit: { graph: "input.id", name: "input.name" } },
  "knowledge.policy": { needs: "curator", audit: { graph: "params.graphId", policy: "input.policy" } },
  /** A message that approves a plan changes what a model knows. */
  "chat.completions": {
    needs: "viewer",
    about: ["branch", "branchId"],
    with: ["palimpsest.approve", "editor"],
    audit: {
      graph: "input.palimpsest.graph",
      plan: "output.sequence",
      version: "output.kept",
    },
  },

  "merge.pool": viewer,
  "merge.evolution": seesJob,
  "merge.join-plan": { needs: "viewer", about: ["version", "ours"] },
  "merge.join-check": { needs: "viewer", about: ["version", "ours"] },
  "merge.join": {
    needs: "editor",
    about: ["branch", "branchId"],
    audit: { ...VERSION, theirs: "input.theirs" },
  },
  "merge.keep": {
    needs: "editor",
    about: ["job", "jobId"],
    audit: { version: "output.id", branch: "input.branch", reason: "input.reason" },
  },
  "merge.keep-evolution": {
    needs: "editor",
    about: ["job", "jobId"],
    audit: { version: "output.best.id", branch: "input.branch" },
  },
  "merge.add-siblings": {
    needs: "editor",
    about: ["model", "model"],
    audit: { model: "input.model", versions: "output.versions" },
  },

  "hub.get": viewer,
  "hub.files": viewer,
  "hub.preflight": viewer,
  "hub.shelf": viewer,
  "hub.download": { needs: "curator", audit: { model: "input.modelId", repository: "input.repository" } },
  metrics: admin,
  "operations.get": admin,
  "quotas.list": admin,
  "quotas.mine": viewer,
  "quotas.set": {
    needs: "admin",
    audit: { person: "params.personId", limits: "input.limits" },
  },
  "storage.get": viewer,
  "storage.clear": { needs: "admin", audit: { days: "input.days", removed: "output.removed" } },
} as const satisfies Readonly<Record<string, AccessRule>>;

/** Operations with a rule: all of them, as a test makes sure. */
export type OperationId = keyof typeof ACCESS;

/** The rule of an operation. One that has none may be used by nobody but the admin. */
export function ruleOf(id: string): AccessRule {
  return (ACCESS as Readonly<Record<string, AccessRule>>)[id] ?? admin;
}

/** Whether a role is enough. Nobody's role is absent. */
export function isEnough(role: Role | undefined, needs: AccessRule["needs"]): boolean {
  if (needs === "anybody") return true;
  return role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(needs);
}

/** The lesser of two roles. */
export function lesser(a: Role, b: Role): Role {
  return isEnough(a, b) ? b : a;
}
