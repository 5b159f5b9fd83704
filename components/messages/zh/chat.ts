/** 对话：以对话形式或文本开头询问任意版本。 */
import type { chat as english } from "../en/chat";

export const chat: typeof english = {
  columns: {
    left: "第一列",
    right: "第二列",
    none: "无",
    base: (model) => `${model}，编辑之前`,
    model: (name) => `另一个模型：${name}`,
    unkept: "带有尚未保留的编辑",
  },
  form: {
    label: "形式",
    chat: "对话",
    plain: "纯文本",
    noTemplate: (model) => `${model} 没有对话模板：它学会的是续写文本，而不是回答问题。请写出句子的开头。`,
  },
  settings: {
    title: (temperature, max) =>
      `${temperature === 0 ? "总取最可能的词元" : `温度 ${temperature}`}，最多 ${max} 个词元`,
    system: "系统消息",
    systemHint: "留空时，模型的模板可能会加入它自己的系统消息。",
    temperature: "温度",
    temperatureHint: "0 每次都取最可能的词元；大于 0 时按概率抽取。",
    seed: "种子",
    seedHint: "相同的种子会再次得到相同的文本。",
    max: "回答的最大长度（词元）",
    blind: "盲评：选定之前不显示是谁在回答",
    blindHint: "两栏的位置随机互换。",
  },
  vote: {
    label: "哪个更好？",
    answer: (letter) => `回答 ${letter}`,
    neither: "都不",
    chosen: "你的选择",
    tally: "盲评结果：",
  },
  box: {
    label: "你的问题",
    chat: "消息",
    plain: "文本的开头",
    placeholder: { chat: "问点什么", plain: "写出句子的开头" },
    ask: "提问",
    stop: "停止",
  },
  question: {
    inChat: "按纯文本，模型只会接着问题往下写；用对话形式它才回答。",
    ask: "改用对话形式",
    noChat: "你的问题只会被接着往下写。许多文本里有问题和它的答案。",
    write: "写成问与答",
    written: (question) => `问：${question}\n答：`,
  },
  thread: {
    label: "对话内容",
    you: "你的提问",
    beginning: "续写",
    waiting: "正在等待回答",
    blank: "模型立即结束了文本。",
    cut: (tokens) => `在 ${tokens} 个词元后截断。`,
    stopped: "你在这里停止了它。",
    same: "两者的回答相同。",
    probability: (share) => `模型给这一部分的概率是 ${share}。`,
    retry: "再问一次",
    copy: "复制",
    copied: "对话已复制",
    clear: "新的对话",
  },
  empty: {
    title: { chat: "你想问什么？", plain: "接下来会怎样？" },
    detail: {
      chat: "两列收到同一条消息，各自接在自己之前的轮次之后。第一个不同的词会被标出。",
      plain: "模型会续写你写下的内容。两列第一个不同的词会被标出。",
    },
    examples: {
      chat: ["What is the capital of France?", "Where is the Eiffel Tower?"],
      plain: ["The Eiffel Tower is in the city of", "The capital of France is"],
    },
  },
  opening: "正在打开模型",
};
