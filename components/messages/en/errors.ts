/** Titles of errors by code. The message and hint arrive with the error. */
export const errors = {
  titles: {
    invalid_input: "The input is not valid",
    not_found: "There is nothing with that id",
    conflict: "It clashes with what is there",
    forbidden: "This is not allowed from here",
    too_large: "The request is too large",
    unsupported: "This combination is not supported",
    runtime_unavailable: "No place to run this",
    out_of_memory: "Not enough memory",
    storage_full: "The disk is full",
    no_effect: "Nothing changed",
    numerical: "The computation broke down",
    integrity: "The data is not what it should be",
    interrupted: "The server stopped while this ran",
    cancelled: "Cancelled",
    internal: "A bug in Palimpsest",
  },
  /** Errors that the page itself makes, by the reason in their details. */
  reasons: {
    offline: {
      message: "The server did not answer.",
      hint: "Check that Palimpsest is still running, then try again.",
    },
    unreadable: {
      message: "The server's answer could not be read.",
      hint: "The page and the server may be of different versions. Reload the page.",
    },
    workerStopped: {
      message: "The worker that holds the model stopped.",
      hint: "It often means that this tab ran out of memory. Reload the page, or run on the server.",
    },
    tabClosed: {
      message: "The page that performed this run was closed, so it has no result.",
      hint: "Run it again, and leave the page open until it is done.",
    },
    notReady: {
      message: "The model's versions have not been read yet, so there is nothing to edit.",
      hint: "Wait a moment and run it again.",
    },
  },
  field: (name: string) => `Field: ${name}`,
  page: {
    title: "This page could not be drawn",
    detail: "Your versions are safe: nothing that was kept is touched by a fault in the page.",
    retry: "Draw it again",
    reference: (digest: string) => `Reference ${digest}`,
  },
  notFound: {
    title: "There is no such page",
    detail: "The address may be from an older version, or mistyped.",
    action: "Open Edit",
  },
};
