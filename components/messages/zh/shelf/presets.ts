import type { presets as english } from "../../en/shelf/presets";

export const presets: typeof english = {
  caption: "在此测得的预设",
  shipped: {
    title: (n) => `各方法自带 ${n} 个预设`,
    detail: "在此测得的预设优先于它们。预设未给出的参数取方法的默认值。评分按生成计，取自随机的单次编辑。",
    method: "方法",
    models: "用于",
    source: "来源",
    fails: "在此失败",
    scored: (low, high, edits, on) => `按生成，95% 区间 ${low} 至 ${high}，${edits} 次编辑，测于 ${on}`,
    sources: { measured: "在该模型上测得", published: "作者或 EasyEdit" },
  },
  empty: "这里还没有测得的预设",
  emptyDetail:
    "各方法自带其论文所用模型的设置。对其他模型，可以用测量来找设置：先追踪它在哪里决定事实，再在一些编辑上试不同的层与其他设置。",
  setting: (method, model) => `${model} 上的 ${method}`,
  measured: (time, author) => (author ? `${author} 测于 ${time}` : `测于 ${time}`),
  inForce: "生效中",
  older: "已被更新的取代",
  summary: (known, asked, traced, edits) =>
    `询问了 ${asked} 个事实，模型知道其中 ${known} 个。追踪了 ${traced} 个，另用 ${edits} 个编辑来试设置。`,
  evidence: "证据",
  hide: "收起证据",
  show: "查看证据",
  traceNote: (high, low, samples, noise) =>
    `取主语的最后一个词元。答案概率 ${high}；给主语加噪声后 ${low}；抽样 ${samples} 次，标准差 ${noise}。竖线：所选的层。`,
  sweep: {
    caption: (edits, protocol) => `在同样 ${edits} 个编辑上试过的设置（${protocol}）`,
    setting: "设置",
    score: "得分",
    failures: "失败",
    chosen: "所选",
    note: "得分：三项的调和平均，因此不能以一项换另一项。附 95% 区间；所选的是少量编辑上多种设置中最好的，实际会略低一些。",
  },
  parameter: (name) => PARAMETERS[name] ?? name,
  protocols: { "teacher-forced": "教师强制", generation: "按生成" },
  remove: {
    action: "删除",
    title: "删除这个预设？",
    detail: "该方法将重新从公开发表的设置开始。“历史”中保留的内容不变。",
    confirm: "删除预设",
    done: "预设已删除",
  },
  measure: {
    title: "测量一个预设",
    detail:
      "在服务器上运行，小模型需数分钟，大模型更久。所用的事实取自内置模型的世界中该模型也知道的部分；知道得太少的模型会被拒绝。",
    model: "模型",
    method: "方法",
    facts: "先追踪的事实",
    factsHint: "为先定位再编辑的方法找层，耗时比其余部分更长；填 0 则在推算出的层附近试。",
    edits: "每种设置试用的编辑",
    layers: "要试的层",
    range: (low, high) => `${low} 到 ${high} 的整数。`,
    open: "为本模型测量",
    of: (method, model) => `在 ${model} 上测量 ${method}`,
    estimating: "正在估计时间…",
    estimate: (settings, edits, low, high) =>
      `${settings} 组设置，每组试 ${edits} 次编辑：${low} 至 ${high}，含统计量，不含追踪。`,
    start: "开始测量",
    cancel: "取消",
    queued: "正在排队",
    starting: "正在启动",
    steps: (step, steps) => `${step} / ${steps}`,
    cancelled: "已取消，什么也没有保留。",
    done: "完成。该预设现已生效。",
    none: "在本模型上没有可测量的方法。",
    loading: "正在载入方法",
    again: "再试一次",
  },
  phase: (text) => inChinese(text),
};

const PARAMETERS: Readonly<Record<string, string>> = {
  layers: "层",
  clampFactor: "变化上限",
  momentWeight: "旧键权重",
  valueWeightDecay: "v 的权重衰减",
  ridge: "岭系数",
};

function inChinese(text: string): string {
  if (text.startsWith("Asking")) return "正在询问模型知道哪些事实";
  if (text.startsWith("Tracing")) return "正在追踪事实在哪里决定";
  const [, setting] = /^Trying ([^:]+)/.exec(text) ?? [];
  if (setting === undefined) return text;
  const words = setting.split(", ").map((part) => {
    const [name, value] = part.split(" ");
    return `${PARAMETERS[name] ?? name} ${value}`;
  });
  return `正在试：${words.join("，")}`;
}
