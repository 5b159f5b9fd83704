import type { places as english } from "../en/places";

export const places: typeof english = {
  edit: { name: "编辑", purpose: "改变模型对某件事的说法，并看清其余一切有没有随之变动。" },
  chat: {
    name: "对话",
    purpose: "询问编辑前后的模型：用它的对话形式，或写出句子的开头。",
  },
  history: { name: "历史", purpose: "这个模型有过的每一个版本。什么都不会丢，什么都能找回。" },
  evaluate: {
    name: "评测",
    purpose: "再做一千次编辑之后，这次编辑还成立吗？终身编辑及其代价，以及方法的并排比较。",
  },
  explore: {
    name: "探查",
    purpose: "看进模型内部：一个事实存在哪里，由什么承载，编辑对它做了什么。",
  },
  knowledge: {
    name: "知识",
    purpose: "用平常的话说一个事实，审阅它变成的计划，让知识图谱与模型保持一致。",
  },
  merge: {
    name: "合并",
    purpose: "逐张量合并模型，并事先知道它们的亲缘有多近。",
  },
  library: { name: "模型库", purpose: "这里可以打开的模型，以及编辑它们所需的东西。" },
};
