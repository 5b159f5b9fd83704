import type { charts as english } from "../en/charts";

const metricNames: Readonly<Record<string, string>> = {
  reliability: "可靠性",
  generality: "泛化性",
  locality: "局部性",
  portability: "可迁移性",
  fluency: "流畅度",
};

export const charts: typeof english = {
  frame: {
    unit: (unit) => `单位：${unit}`,
    role: "图表",
    actions: "表格与导出",
    showTable: "以表格显示",
    showChart: "以图表显示",
    saveSvg: "保存为 SVG",
    savePng: "保存为 PNG",
    saveCsv: "保存为 CSV",
    loading: "正在绘制图表",
    empty: "还没有可绘制的内容",
    notSaved: "图表未能保存。可以改为复制它的表格。",
    failed: "图表无法绘制，表格中是同样的数字。",
    keys: "用左右方向键逐个查看数据点。",
    keyToOpen: "按回车打开该点背后的内容。",
    point: (index, total, text) => `第 ${index} 点，共 ${total} 点。${text}`,
    none: "无",
  },
  units: {
    fraction: "百分比",
    nats: "奈特",
    bits: "比特",
    probability: "概率，百分比",
    lossAndProbability: "损失以奈特计，概率以百分比计",
    norm: "变化量的弗罗贝尼乌斯范数",
    fractionAndBits: "百分比；流畅度以比特计",
  },
  columns: {
    metric: "指标",
    method: "方法",
    before: "编辑前",
    after: "编辑后",
    low: "95% 下限",
    high: "95% 上限",
    count: "n",
    step: "步",
    curve: "曲线",
    value: "数值",
    token: "词元",
    layer: "层",
    parameter: "参数",
    rank: "秩",
    norm: "范数",
    relative: "占权重的比例",
  },
  protocols: { "teacher-forced": "教师强制", generation: "自由生成" },
  metric: (id) => metricNames[id] ?? id,
  scoreBars: {
    question: (protocol) => `这次编辑有多好？（${protocol}）`,
    n: (n) => `n = ${n} 次编辑`,
    rowCount: (n) => `n = ${n}`,
    notMeasured: "没有探针",
    legend: "条形：编辑后及其 95% 区间。刻线：编辑前。",
  },
  lossCurves: {
    question: "编辑正在生效吗？",
    n: (n) => `n = ${n} 步`,
    loss: "损失（奈特）",
    probability: "目标的概率",
    step: "步",
    curve: (id) => curveName(id),
  },
  nextTokenBars: {
    question: (prompt) => `“${prompt}”之后是什么？`,
    n: (n) => `n = ${n} 个词元`,
  },
  effectByLayer: {
    question: "模型在哪一层决定这些事实？",
    unit: "答案概率之差，百分比",
    n: (n) => `n = ${n} 个事实`,
    kinds: { mlp: "恢复 MLP", attention: "恢复注意力", state: "恢复状态" },
    part: "部分",
    effect: "间接效应",
  },
  deltaNorms: {
    question: "哪些权重动了，动了多少？",
    n: (n) => `n = ${n} 个权重`,
    layer: (layer) => `第 ${layer} 层`,
    noLayer: "不属于任何层",
    share: (percent) => `占权重的 ${percent}`,
  },
  methodComparison: {
    question: (protocol) => `哪种方法最好？（${protocol}）`,
    n: (n) => `n = ${n} 种方法`,
    legend: "圆点：编辑后，位于其 95% 区间上。刻线：编辑前。点击圆点查看它的探针。",
  },
  settling: {
    question: "它稳定了吗？",
    unit: "估计的相对误差，百分比",
    n: (n) => `n = ${n} 个点`,
    samples: "样本数",
    error: "估计误差",
  },
  parameterSweep: {
    question: (parameter, method, protocol) => `${parameter} 对 ${method} 有什么影响？（${protocol}）`,
    unit: (parameter) => `百分比，随 ${parameter} 变化`,
    n: (n) => `n = ${n} 个取值`,
    legend: "色带：95% 区间。竖线：下方评判所对应的取值；点击任一点可打开它的评判。",
  },
};

function curveName(id: string): string {
  const known: Readonly<Record<string, string>> = {
    lossNats: "总计",
    targetLossNats: "目标",
    nllNats: "目标",
    klNats: "本质（KL）",
    decayNats: "权重衰减",
    probability: "概率",
    targetProbability: "概率",
  };
  return known[id] ?? id;
}
