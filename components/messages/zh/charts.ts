import { catalogNames } from "../catalog-names";
import type { charts as english } from "../en/charts";
import { ui } from "./ui";

const names = catalogNames("zh");

/** What is measured beside the metrics. */
const quantityNames: Readonly<Record<string, string>> = {
  perplexity: "困惑度",
  ability: "通用能力",
  seconds: "每次编辑的秒数",
  bytes: "改动的大小",
  norm: "改动的范数",
  entropy: "下一词元的熵",
  repetition: "重复",
};

export const charts: typeof english = {
  duration: ui.duration,
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
  grid: {
    keys: "方向键在格子间移动；按住 Control 移到边缘。",
    keyToSelect: "回车选中格子。",
    text: "格子",
    value: "值",
  },
  units: {
    fraction: "百分比",
    nats: "奈特",
    bits: "比特",
    probability: "概率，百分比",
    lossAndProbability: "损失以奈特计，概率以百分比计",
    norm: "变化量的弗罗贝尼乌斯范数",
    fractionAndBits: "百分比与比特",
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
  metric: (id) => quantityNames[id] ?? names.metric(id),
  scoreBars: {
    question: (protocol) => `这次编辑有多好？（${protocol}）`,
    n: (n) => `n = ${n} 次编辑`,
    rowCount: (n) => `n = ${n}`,
    ofQuestions: (right, of) => `${of} 中 ${right}`,
    right: "通过的问题",
    asked: "问题",
    notMeasured: "没有探针",
    legend:
      "条形：编辑后；绿色带 ✓ 为通过，红色带 ✗ 为未过。旁边是通过的问题数。刻线：编辑前。两次编辑以上才有 95% 区间。",
    legendOfSeveral: "条形：编辑后。刻线：编辑前。两次编辑以上才有 95% 区间。",
  },
  ripple: {
    question: (subject) => `${subject} 周围，什么随之改变、什么保持不变、什么被破坏？`,
    unit: "编辑附近的事实",
    n: (n) => `n = ${n} 个事实`,
    subject: "被编辑的事实",
    number: "序号",
    class: "类别",
    fact: "事实",
    outcome: "结果",
    classes: { must: "必须改变", mustNot: "不应改变", may: "可变可不变" },
    outcomes: {
      followed: "已跟随",
      didNotFollow: "没有跟随",
      held: "保持不变",
      broke: "被破坏",
      stayed: "未变",
      changed: "已变",
    },
    legend: "菱形：必须改变。圆形：不应改变。方形：可变可不变。✓ 如所应当，✗ 不是，~ 皆可。",
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
  overEdits: {
    ofQuantity: (quantity, protocol) => `${quantity}如何随编辑变化？${protocol ? `（${protocol}）` : ""}`,
    ofRun: (run, protocol) => `${run} 如何随编辑变化？${protocol ? `（${protocol}）` : ""}`,
    units: { fraction: "百分比", bits: "比特", nats: "奈特", bytes: "字节", seconds: "秒", number: "纯数" },
    n: (n) => `n = ${n} 次测量`,
    edits: "编辑数",
    run: "运行",
    after: (edits) => `${edits} 次编辑之后`,
    references: { before: "编辑前", limit: "上限" },
  },
  retention: {
    question: (metric, protocol) => `哪些旧编辑已经失效？${metric}（${protocol}）`,
    n: (n) => `n = ${n} 次编辑`,
    edit: "编辑",
    measuredAfter: "测量于第几次编辑之后",
    after: (edits) => `${edits} 次后`,
    cell: (edit, after) => `编辑 ${edit}，在第 ${after} 次编辑之后测量`,
    neverTook: "从未生效",
    replaced: "已被取代",
    legend:
      "实色：仍然成立。浅色带叉：已经丢失。浅色带圈：从未生效。空框：已被之后的编辑取代。打开任一格查看原文。",
    legendMany:
      "实色：仍然成立。浅色：已经丢失或从未生效。空框：已被之后的编辑取代。打开任一格逐个查看其中的编辑。",
  },
  threeGoals: {
    question: (protocol) => `哪个目标在为哪个付出代价？（${protocol}）`,
    unit: "三者中的占比，百分比；标记大小：三者的平均",
    n: (n) => `n = ${n} 次运行`,
    frame: "三角形",
  },
  parallelGoals: { question: (protocol) => `各次运行如何在目标之间取舍？（${protocol}）` },
  costQuality: {
    questions: {
      seconds: (protocol) => `质量要花多少时间？（${protocol}）`,
      bytes: (protocol) => `质量要占多大空间？（${protocol}）`,
    },
    units: { seconds: "百分比，随每次编辑的秒数变化", bytes: "百分比，随字节数变化" },
    balance: "三个目标的平衡",
  },
  convergence: {
    question: "它稳定了吗？",
    unit: "估计的相对误差，百分比",
    n: (n) => `n = ${n} 个点`,
    samples: "样本数",
    error: "估计误差",
  },
  probabilityShift: {
    question: "哪些不该改变的变了？",
    n: (n: number) => `n = ${n} 个探针`,
    group: "探针类别",
    prompt: "提示",
    legend: "预期答案的概率。虚线：没有改变。邻近事实应落在线上。",
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
