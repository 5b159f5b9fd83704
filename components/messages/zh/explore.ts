/** 探查：透镜、因果追踪与电路。 */
import type { explore as english } from "../en/explore";

export const explore: typeof english = {
  analyses: "观察方式",
  opening: "正在打开模型",
  working: "正在观察内部",
  version: { label: "版本", base: "编辑之前", edited: "当前版本" },
  fields: {
    prompt: {
      label: "提示",
      hint: "在主体的位置写 {}。",
      missing: "请在主体的位置写 {}。",
    },
    subject: { label: "主体", hint: "事实所说的对象。" },
    answer: { label: "答案", hint: "沿各层追踪它的第一个词元。" },
    other: { label: "另一主体", hint: "答案不同、词元数相同；用于电路。" },
  },
  lens: {
    title: "Logit 透镜",
    caption: "在提示的每个词元处，每层之后最可能的词元",
    embedding: "嵌入",
    after: (layer) => `第 ${layer} 层`,
    noAnswer: "每格是假如该层为最后一层，模型会说的词。",
    never: (answer) => `在任何一层之后，“${answer}”都不是提示末尾最可能的词元。`,
    from: (answer, state) =>
      state === 0
        ? `从嵌入起，“${answer}”就是提示末尾最可能的词元。`
        : `第 ${state - 1} 层之后，“${answer}”成为提示末尾最可能的词元。`,
    cell: (token, likeliest) => `“${token}”之后：${likeliest.join("，")}`,
    note: "最后一层在最上。颜色越深越确定；带框的格子说出了答案。最终归一化与反嵌入按该层自身的统计量读取每一层。",
  },
  trace: {
    title: "因果追踪",
    summary: (answer, high, low) =>
      `模型以 ${high} 的概率说“${answer}”。主体加噪后剩 ${low}。每格是恢复一个激活后的概率（百分比）。`,
    kinds: { state: "隐藏状态", mlp: "MLP", attention: "注意力" },
    cell: (token, layer, score) => `“${token}”，第 ${layer} 层：${score}`,
    note: (window) =>
      `行是词元，* 标出主体；列是层。MLP 与注意力在该列周围的 ${window} 层一起恢复。数值高说明在此恢复就足够，并不说明事实存放在那里。`,
  },
  circuit: {
    title: "电路",
    size: "剪枝前的边数",
    summary: (edges, all, share, answer, other) =>
      `${all} 条边中的 ${edges} 条保住了区分“${answer}”与“${other}”的 ${share}。`,
    caption: "电路：输入在下，logits 在上，每层的注意力头 a 与 MLP m 在一行",
    note: "边由积分梯度打分（EAP-IG，5 步，从另一主体的提示到此提示），并从 logits 向下选取。其余的边带着另一主体的激活。实线支持答案，虚线与之相反。",
    strongest: (count) => `最强的 ${count} 条边`,
    from: "从",
    to: "到（端口）",
    score: "分数（logit）",
  },
};
