/** Sentences of the core, as far as they are known here; the rest stays in English rather than being lost. */
const KNOWN: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [
    /^Its settings were published for (.+) \((.+)\) and not measured on this model\.$/,
    (model, by) => `设置是为 ${model} 发表的（${by}），未在本模型上测量。`,
  ],
  [
    /^Its settings are defaults and were not measured on this model\.$/,
    () => "设置是默认值，未在本模型上测量。",
  ],
  [
    /^Its settings are carried over by depth from (.+) and were not measured on this model\.$/,
    (model) => `设置按深度由 ${model} 推算，未在本模型上测量。`,
  ],
  [/^edit (\d+) of (\d+): (.*)$/, (n, total, rest) => `第 ${n} 次编辑，共 ${total} 次：${inChinese(rest)}`],
  [
    /^([^:()]+) \((\d+) of (\d+)\): (.*)$/,
    (method, n, total, rest) => `${method}（第 ${n} 项，共 ${total} 项）：${inChinese(rest)}`,
  ],
  [/^Collecting second moments of layers? ([\d, ]+)$/, (layers) => `正在统计第 ${layers} 层的二阶矩`],
  [/^Optimizing v\* at layer (\d+)$/, (layer) => `正在优化第 ${layer} 层的 v*`],
  [/^Fine-tuning layer (.+)$/, (layers) => `正在微调第 ${layers} 层`],
  [/^Asking the model before the edits?$/, () => "正在询问编辑前的模型"],
  [/^Benchmark$/, () => "基准测试"],
  [/^Factuality$/, () => "事实性"],
  [/^Weighing answers$/, () => "正在比较回答的概率"],
  [/^Contradicting the model$/, () => "正在用相反的说法反驳模型"],
  [/^([^:]+), (\d+) of (\d+): (.*)$/, (of, n, total, rest) => `${of}，${n} / ${total}：${inChinese(rest)}`],
  [/^Asking the model before and after the edit$/, () => "正在询问编辑前后的模型"],
  [/^Asking the model after the edit$/, () => "正在询问编辑后的模型"],
  [/^Writing texts for the statistics, in tokens$/, () => "正在写用于统计的文本，按词元计"],
  [/^Reading what the model writes$/, () => "正在读模型写的文本"],
  [
    /^(\d+) probes? (?:was|were) written for (?:“(.*)”|other edits) and left out\.$/,
    (n, of) => `${n} 个探针是为${of ? `“${of}”` : "其他编辑"}写的，未计入。`,
  ],
  [/^(.*), (\d+) of (\d+)$/, (rest, n, total) => `${inChinese(rest)}，${n} / ${total}`],
  [/^Asking the model$/, () => "正在询问模型"],
  [/^Restoring activations$/, () => "正在恢复激活"],
  [/^Asking questions that no edit touches$/, () => "正在询问没有编辑涉及的问题"],
  [/^Finding questions that the model answers$/, () => "正在寻找模型能回答的问题"],
  [/^Reading texts$/, () => "正在阅读文本"],
  [/^Asking for the facts that the model knows$/, () => "正在询问模型已知的事实"],
  [/^Null space of layer (\d+)$/, (layer) => `第 ${layer} 层的零空间`],
  [/^Finding the null space of layer (\d+)$/, (layer) => `正在求第 ${layer} 层的零空间`],
  [
    /^The sentence encoder "(.+)" is not installed: add it in Library, or set retriever to "model"\.$/,
    (id) => `句子编码器“${id}”尚未安装：请在“模型库”中添加，或将 retriever 设为“model”。`,
  ],
  [
    /^(\S+) and (\S+) contradict each other: “(.*)” with “(.*)”, and “(.*)”\. Only one of them can hold\.$/,
    (first, second, prompt, one, other) =>
      `${first} 与 ${second} 相互矛盾：“${prompt}”的答案一个是“${one}”，一个是“${other}”，只能有一个成立。`,
  ],
  [
    /^(\S+) and (\S+) are the same edit: “(.*)” with “(.*)”\.$/,
    (first, second, prompt, target) =>
      `${first} 与 ${second} 是同一个编辑：“${prompt}”的答案都是“${target}”。`,
  ],
  [/^And (\d+) more\.$/, (n) => `另有 ${n} 项。`],
  [
    /^(?:Prompt and target have|The text has) (\d+) tokens, and the model reads at most (\d+)\.$/,
    (tokens, most) => `这段文字有 ${tokens} 个词元，而模型最多读 ${most} 个。`,
  ],
  [
    /^The text uses the token "(.*)" \((\d+)\), and the model has embeddings for (\d+) tokens alone\.$/,
    (token, id, rows) => `这段文字含有词元“${token}”（编号 ${id}），而模型的嵌入只有 ${rows} 个词元。`,
  ],
  [/^Trained editor$/, () => "训练好的编辑器"],
  [/^Training the editor$/, () => "正在训练编辑器"],
  [
    /^The subject of "(.*)" is the text's first token, whose hidden state is (\d+) times as long as others in this model: the edit may not take\. Put words before the subject\.$/,
    (prompt, ratio) =>
      `“${prompt}”的主体是文本的第一个词元，在这个模型里它的隐藏状态是其他词元的 ${ratio} 倍长：编辑可能不成功。请在主体前加几个词。`,
  ],
  [
    /^The statistics of layers? ([\d, ]+) have an estimated error of (\d+) %: raise statisticsTokens, so that more text is read\.$/,
    (layers, error) =>
      `第 ${layers} 层的统计量估计误差为 ${error} %：请调高 statisticsTokens，以便读更多文本。`,
  ],
  [/^Texts for the statistics$/, () => "用于统计的文本"],
  [/^Texts for the statistics, part (\d+)$/, (part) => `用于统计的文本，第 ${part} 部分`],
  [/^Second moment of layer (\d+)$/, (layer) => `第 ${layer} 层的二阶矩`],
  [
    /^Layer (-?\d+) does not exist: this model has layers 0 to (\d+)\.$/,
    (layer, last) => `第 ${layer} 层不存在：这个模型有第 0 至 ${last} 层。`,
  ],
  [
    /^The second moment needs more than (\d+) tokens, as many as the layer is wide\.$/,
    (tokens) => `二阶矩需要多于 ${tokens} 个词元，即该层的宽度。`,
  ],
];

/** A sentence of the core in Chinese where it is known; else as it is. */
export function inChinese(text: string): string {
  for (const [pattern, say] of KNOWN) {
    const match = pattern.exec(text);
    if (match) return say(...match.slice(1));
  }
  // Whose a sentence is stands before it: a method, or several.
  const named = /^([^:]{1,80}): (.+)$/.exec(text);
  if (named && inChinese(named[2]) !== named[2]) return `${named[1]}：${inChinese(named[2])}`;
  return text;
}
