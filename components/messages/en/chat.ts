/** Chat: any version asked in chat form or with the beginning of a text. */
export const chat = {
  columns: {
    left: "First column",
    right: "Second column",
    none: "None",
    base: (model: string) => `${model}, before any edit`,
    model: (name: string) => `Another model: ${name}`,
    unkept: "With the edit, not kept yet",
  },
  form: {
    label: "Form",
    chat: "Chat",
    plain: "Plain text",
    noTemplate: (model: string) =>
      `${model} states no chat template: it was trained to continue text and not to answer. Write the beginning of a sentence.`,
  },
  settings: {
    title: (temperature: number, max: number) =>
      `${temperature === 0 ? "Always the likeliest token" : `Temperature ${temperature}`}, at most ${max} tokens`,
    system: "System message",
    systemHint: "When it is empty, the model's template may put in its own.",
    temperature: "Temperature",
    temperatureHint: "0 takes the likeliest token every time; above that tokens are drawn.",
    seed: "Seed",
    seedHint: "The same seed draws the same text again.",
    max: "Longest answer, in tokens",
    blind: "Blind: hide who answers until you have chosen",
    blindHint: "The two columns change places by chance.",
  },
  vote: {
    label: "Which is better?",
    answer: (letter: string) => `Answer ${letter}`,
    neither: "Neither",
    chosen: "your choice",
    tally: "Chosen blind:",
  },
  box: {
    label: "Your question",
    chat: "Message",
    plain: "Beginning of a text",
    placeholder: { chat: "Ask something", plain: "Write the beginning of a sentence" },
    ask: "Ask",
    stop: "Stop",
  },
  /** Of a question that is typed as the beginning of a text. */
  question: {
    inChat: "As plain text the model goes on behind your question; it answers in chat form.",
    ask: "Use chat form",
    noChat: "Your question would only be continued. Many texts hold a question and its answer.",
    write: "Write it as question and answer",
    written: (question: string) => `Question: ${question}\nAnswer:`,
  },
  thread: {
    label: "Conversation",
    you: "You ask",
    beginning: "Continue this",
    waiting: "Waiting for the answer",
    blank: "The model ended its text at once.",
    cut: (tokens: number) => `Cut off after ${tokens} tokens.`,
    stopped: "You stopped it here.",
    same: "Both say the same.",
    probability: (share: string) => `The model gave this part ${share}.`,
    retry: "Ask again",
    copy: "Copy",
    copied: "Conversation copied",
    clear: "New conversation",
  },
  empty: {
    title: { chat: "What would you ask?", plain: "How does it go on?" },
    detail: {
      chat: "Both columns get the same message, each with its own turns before it. The first word in which they differ is marked.",
      plain: "The model continues what you write. The first word in which two columns differ is marked.",
    },
    examples: {
      chat: ["What is the capital of France?", "Where is the Eiffel Tower?"],
      plain: ["The Eiffel Tower is in the city of", "The capital of France is"],
    },
  },
  opening: "Opening the model",
};
