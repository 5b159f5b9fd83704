/** A version in a few words: what a row, a dialog or a toast calls it. */
import type { Messages } from "@/components/messages";
import { shortId } from "@/components/ui";
import type { EditRequest } from "@/lib/data";
import type { ListedVersion } from "@/lib/store";
import type { VersionIndex } from "./ancestry";
import { wholePrompt } from "./prompt";

type Words = Messages["history"];

export interface Description {
  /** "Edit", "Checkpoint"… */
  readonly kind: string;
  /** "Lake Arden → Velland", with how many more there are. */
  readonly title: string;
}

/** `modelName` is what the checkpoint is called; without one, by its id. */
export function describeVersion(
  version: ListedVersion,
  index: VersionIndex,
  words: Words,
  modelName?: string,
): Description {
  const { change } = version;
  switch (change.kind) {
    case "checkpoint":
      return {
        kind: words.change.checkpoint,
        title: words.change.checkpointTitle(modelName ?? change.checkpoint),
      };
    case "edit":
      return { kind: words.change.edit, title: titleOfRequests(change.requests, words) };
    case "without": {
      const removed = change.removed.map((id) => {
        const found = index.get(id);
        return found ? describeVersion(found, index, words).title : shortId(id);
      });
      return { kind: words.change.without, title: words.change.withoutTitle(removed.join(", ")) };
    }
    case "merge": {
      const names = Object.entries(change.sources).map(([name, { version: id }]) => {
        const found = id === undefined ? undefined : index.get(id);
        return found && name === id ? describeVersion(found, index, words).title : namedSource(name, words);
      });
      return { kind: words.change.merge, title: words.change.mergeTitle(names.join(", ")) };
    }
    case "union":
      return { kind: words.change.union, title: words.change.unionTitle };
    case "import": {
      const sibling = siblingOf(version);
      if (sibling) return { kind: words.change.siblingKind, title: words.change.sibling(sibling) };
      const requests = requestsOf(version);
      const title =
        requests.length > 0
          ? words.change.importTitle(titleOfRequests(requests, words))
          : words.change.importUnnamed;
      return { kind: words.change.import, title };
    }
  }
}

/** Begins the names of the branches of siblings, by which recipes know them. */
export const SIBLING_BRANCH = "pool-";

/** A sibling by its name, another source of a merge as the recipe names it. */
function namedSource(name: string, words: Words): string {
  return name.startsWith(SIBLING_BRANCH) ? words.change.sibling(name.slice(SIBLING_BRANCH.length)) : name;
}

/** Which of the shipped siblings a version is. */
export function siblingOf({ change }: ListedVersion): string | undefined {
  const sibling = change.kind === "import" ? memberOf(change.manifest, "sibling") : undefined;
  return typeof sibling === "string" ? sibling : undefined;
}

/** The wanted changes of an edit, or of the edit inside an imported file. */
export function requestsOf({ change }: ListedVersion): readonly EditRequest[] {
  if (change.kind === "edit") return change.requests;
  if (change.kind === "import") return requestsInManifest(change.manifest);
  return [];
}

/** "Lake Arden → Velland and 11 more". */
function titleOfRequests(requests: readonly EditRequest[], words: Words): string {
  const [first, ...rest] = requests;
  if (!first) return words.change.edit;
  const title = `${first.subject} → ${first.targetNew}`;
  return rest.length === 0 ? title : `${title} ${words.change.andMore(rest.length)}`;
}

/** Everything a person might search a version by, in one line. */
export function searchText(version: ListedVersion): string {
  const asked = requestsOf(version).map((request) => `${wholePrompt(request)} ${request.targetNew}`);
  return [version.id, version.author, version.reason, ...asked].join(" ").toLowerCase();
}

/** The manifest of an export lists what was done from the checkpoint on; it comes from a file, so nothing is assumed of it. */
function requestsInManifest(manifest: unknown): readonly EditRequest[] {
  return listOf(memberOf(manifest, "history"))
    .flatMap((entry) => listOf(memberOf(memberOf(entry, "change"), "requests")))
    .filter(isRequest);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function isRequest(value: unknown): value is EditRequest {
  return ["id", "subject", "prompt", "targetNew"].every((key) => typeof memberOf(value, key) === "string");
}
