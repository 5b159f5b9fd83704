import type { RippleData } from "./index";

const edit = { before: "Paris", after: "Rome", outcome: "right" } as const;

export const examples: Record<"none" | "one" | "many", RippleData> = {
  none: { subject: "Eiffel Tower", edit, facts: [] },
  one: {
    subject: "Eiffel Tower",
    edit,
    facts: [
      {
        class: "must",
        question: "country of the landmark",
        before: "France",
        after: "Italy",
        outcome: "right",
      },
    ],
  },
  many: {
    subject: 'The "Eiffel" <Tower>',
    edit,
    facts: [
      { class: "mustNot", question: "city of Big Ben", before: "London", after: "London", outcome: "right" },
      { class: "mustNot", question: "country of Rome", before: "Italy", after: "Italy", outcome: "right" },
      { class: "mustNot", question: "capital of Chile", before: "Santiago", after: "Rome", outcome: "wrong" },
      { class: "mustNot", question: "symbol of copper", before: "Cu", after: "Cu", outcome: "right" },
      {
        class: "must",
        question: "country of the landmark",
        before: "France",
        after: "Italy",
        outcome: "right",
      },
      {
        class: "must",
        question: 'language where "it" stands',
        before: "French",
        after: "French",
        outcome: "wrong",
      },
      { class: "may", question: "kind of <work>", before: "tower", after: "tower", outcome: "open" },
    ],
  },
};
