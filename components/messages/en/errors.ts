import type { Reason, ReasonData } from "@/lib/base";

/** What an error says. A title is that of its code unless it has its own. */
export interface Said {
  readonly title?: string;
  readonly message: string;
  readonly hint?: string;
  /** Whether it means nothing without the name of its field. */
  readonly isOfField?: boolean;
}

/** A sentence for each reason, from the values of the error. */
export type Sayings = { readonly [R in Reason]: (values: ReasonData<R>) => Said };

/** Titles of errors by code. The message and hint arrive with the error. */
export const errors = {
  titles: {
    invalid_input: "The input is not valid",
    not_found: "Nothing has that id",
    conflict: "It conflicts with the current state",
    forbidden: "This is not allowed from here",
    unauthorized: "Sign in first",
    too_many: "Too much at once",
    too_large: "The request is too large",
    unsupported: "This combination is not supported",
    runtime_unavailable: "It cannot be reached right now",
    out_of_memory: "Not enough memory",
    storage_full: "The disk is full",
    no_effect: "Nothing changed",
    numerical: "The computation failed numerically",
    integrity: "The data is corrupt",
    interrupted: "It was interrupted before it was done",
    cancelled: "Cancelled",
    internal: "A bug in Palimpsest",
  },
  /** Errors that have words of their own, by the reason in their details; the rest says in English what its message says. */
  reasons: {
    wrongPassword: () => ({
      title: "Not signed in",
      message: "The e-mail address or the password is not right.",
      hint: "If you have forgotten the password, ask the admin for a new invitation.",
    }),
    usedInvitation: () => ({
      title: "This invitation does not hold",
      message: "It was used, withdrawn, or has expired.",
      hint: "Ask the admin for another one.",
    }),
    offline: () => ({
      message: "The server did not answer.",
      hint: "Check that Palimpsest is still running, then try again.",
    }),
    hubAway: () => ({
      title: "The hub cannot be reached",
      message: "The server has no connection to the hub, or the hub is away.",
      hint: "Check the server's connection, name a mirror with PALIMPSEST_HUB_MIRRORS, or add the model from a folder.",
    }),
    unknownSubject: () => ({
      title: "The knowledge graph does not know this subject",
      message: "The embedded knowledge graph has no such fact of this subject.",
      hint: "Write the probes by hand, or choose one of the examples.",
    }),
    noScript: () => ({
      message: "The file is not a presentation script, or has a slide that this version cannot draw.",
      hint: "Choose a file that was saved from this dialog.",
    }),
    unreadable: () => ({
      message: "The server's answer could not be read.",
      hint: "The page and the server may be of different versions. Reload the page.",
    }),
    workerStopped: () => ({
      message: "The worker that holds the model stopped.",
      hint: "It often means that this tab ran out of memory. Reload the page, or run on the server.",
    }),
    tabClosed: () => ({
      message: "The page that performed this run was closed, so it has no result.",
      hint: "Run it again, and leave the page open until it is done.",
    }),
    notReady: () => ({
      message: "The model's versions have not been read yet, so there is nothing to edit.",
      hint: "Wait a moment and run it again.",
    }),
  } as Partial<Sayings>,
  /** Above a message that is not in the reader's language; null where every message is. */
  untranslated: null as string | null,
  original: "Message in English",
  field: (name: string) => `Field: ${name}`,
  moreIssues: (n: number) => `and ${n} more`,
  page: {
    title: "This page could not be displayed",
    detail: "Your versions are safe: an error in the page does not change anything that was kept.",
    retry: "Try again",
    reference: (digest: string) => `Reference ${digest}`,
  },
  notFound: {
    title: "There is no such page",
    detail: "The address may be from an older version, or mistyped.",
    action: "Open Edit",
  },
};
