/** Errors of analyses, benchmarks, merges and knowledge graphs, in Chinese. */
import type { Sayings } from "../../../en/errors";

const OTHER_NAME = "请换一个名称。";

export const explore = {
  // Explore
  needsSubject: () => ({ message: "这项分析需要一个主体。", hint: "请写出主体，并在提示词里写 {}。" }),
  needsSecondVersion: () => ({ message: "回路在两个版本之间比较。", hint: "请指定第二个版本。" }),
  noLayer: ({ layer, layers }) => ({ message: `没有第 ${layer} 层；这个模型有 ${layers} 层，从 0 数起。` }),
  noNeuron: ({ neuron, neurons }) => ({
    message: `没有神经元 ${neuron}；一层有 ${neurons} 个，从 0 数起。`,
  }),
  noToken: ({ token, tokens }) => ({
    message: `没有词元 ${token}；提示词有 ${tokens} 个，从 0 数起。`,
  }),
  tooFewFacts: ({ facts, needed }) => ({
    message: `给了 ${facts} 个事实，至少需要 ${needed} 个。`,
    hint: "请给出更多事实，或减少示例。",
  }),
  probeNeedsFacts: ({ least }) => ({
    message: `探针需要两种答案，每种至少 ${least} 个事实。`,
    hint: "请给出同一关系的更多事实。",
  }),
  nothingToTakeOver: () => ({
    message: "没有可移植的来源：既没有另一个主体，也没有第二个版本。",
    hint: "请写出另一个主体，或选择第二个版本。",
  }),
  sameAnswer: ({ answer }) => ({
    message: `两边的答案都是“${answer}”，无从区分。`,
    hint: "请选择答案不同的主体或版本，或写出答案。",
  }),
  lengthsDiffer: ({ one, other }) => ({
    message: `两个提示词分别有 ${one} 个和 ${other} 个词元；这里逐词元比较。`,
    hint: "请选择词元数相同的另一个主体。",
  }),
  saysOther: ({ said, written }) => ({
    message: `模型在这里回答“${said}”，而不是“${written}”。`,
    hint: "请留空答案以跟随模型所说，或询问它知道的事实。",
  }),
  knowsNoAnswer: () => ({ message: "这些答案模型一个也没有给出。", hint: "请选择它知道的关系。" }),
  noPairOfFacts: () => ({
    message: "这些事实中没有两个主体词元数相同而答案不同。",
    hint: "请给出同一关系的更多事实。",
  }),
  oneAnswerOnly: () => ({
    message: "这些事实的答案都相同，无法编出错误的陈述。",
    hint: "请给出同一关系、答案不同的事实。",
  }),
  noFactOfRelation: ({ relation }) => ({ message: `没有关系“${relation}”的事实可用。` }),
  noCircuits: ({ family }) => ({
    message: `${family} 在并入残差流之前会改变注意力与 MLP 的输出，因此没有边的图。`,
    hint: "请使用透镜或因果追踪，或换一个模型家族。",
  }),
  noLens: ({ lens }) => ({
    message: `这个版本没有导入透镜“${lens}”。`,
    hint: "请先导入其文件，或留空名称在此拟合。",
  }),
  analysisTooLarge: ({ analysis, needed, there }) => ({
    message: `${analysis} 在权重之外还需要 ${needed} MB；这里至多 ${there} MB。`,
    hint: "请缩短提示词、调小设置中的数量，或选择较小的模型或服务器。",
  }),

  // Benchmarks, factuality, presets
  judgeOnServer: () => ({
    message: "标签页不会请求网址上的评判者。",
    hint: "请在服务器上运行，或选择其他评判者。",
  }),
  noJudge: () => ({
    message: "没有指定评判者的地址。",
    hint: "请设置 PALIMPSEST_JUDGE_URL、PALIMPSEST_JUDGE_MODEL 和所需的 PALIMPSEST_JUDGE_KEY，或选择其他评判者。",
  }),
  judgeSilent: () => ({
    message: "指定地址上的评判者没有回答。",
    hint: "请检查地址、模型名称和密钥，或选择其他评判者。",
  }),
  needsAmateur: () => ({ message: "对比解码需要一个较弱的模型。", hint: "请指定一个，或不用它。" }),
  aidsNotForPrompts: () => ({
    message: "解码辅助不适用于改写提示词的版本。",
    hint: "请不用辅助，或选择改变权重或记忆的版本。",
  }),
  interventionQuestions: ({ least, found }) => ({
    message: `干预需用 ${least} 个不参与提问的问题来拟合，而只有 ${found} 个。`,
    hint: "请少问列表中的一些问题。",
  }),
  interventionFamily: () => ({
    message: "这个模型家族的注意力没有可移动的偏置。",
    hint: "请不用干预，或选择 GPT-2 家族的模型。",
  }),
  noChatTemplate: () => ({
    message: "这个模型没有对话模板。",
    hint: "请用普通形式提问：写出句子的开头，由模型续写。",
  }),
  knowsTooLittle: ({ known, asked, fewest }) => ({
    message: `问了 ${asked} 个事实，模型知道 ${known} 个，而提出设置需要 ${fewest} 个。`,
    hint: "请给出模型知道的事实的编辑，每个都带原有答案。",
  }),
  noProbesOf: ({ metric }) => ({
    message: `这些编辑都没有 ${metric} 的探针。`,
    hint: "请在每个编辑旁写出改述和邻近事实。",
  }),
  nothingToMeasure: ({ method }) => ({
    message: `${method} 没有值得尝试的参数。`,
    hint: "它的默认值适用于任何模型。",
  }),
  wroteNone: ({ method, edits }) => ({
    message: `${method} 用任何设置都没有写成这 ${edits} 个编辑。`,
    hint: "请尝试更多的层，或更大的上限。",
  }),

  // Merging
  mergeOfMemory: () => ({
    message: "带适配器或记忆的版本不能合并：它改变的不只是权重。",
    hint: "请在一个分支中移除那个编辑，再合并该分支。",
  }),
  mergeChangesNothing: () => ({
    message: "合并得到的模型与它要改变的版本逐位相同。",
    hint: "请改变权重，或合并其他版本。",
  }),
  mergeOfOtherShape: ({ model }) => ({
    message: `合并得到的模型与 ${model} 形状不同，因此不是它的改动。`,
    hint: "请用命令行叠层或更换词表：merge run 会写出文件夹。",
  }),
  mergeNotFinite: ({ weight }) => ({
    message: `合并得到的 ${weight} 不是有限数。`,
    hint: "通常是因为权重之和几乎为零；请改变权重，或关闭 normalize。",
  }),
  choicesMissing: ({ conflicts, choices }) => ({
    message: `两个分支对 ${conflicts} 个事实的说法不同，而给出了 ${choices} 个选择。`,
    hint: "请逐个说明以谁的答案为准。",
  }),
  nothingToMerge: () => ({ message: "另一个分支没有这个分支所缺的内容，不需要合并。" }),

  // Knowledge
  factChanged: () => ({ message: "这个事实同时被改动了。", hint: "请在现在的图谱上重新计划。" }),
  factFollows: ({ fact }) => ({
    message: `“${fact}”由其他事实推出，不能单独取出。`,
    hint: "请取出它所依据的事实之一，或陈述另一个值。",
  }),
  noSuchDay: ({ day }) => ({ message: `“${day}”不是日历上的日期。`, hint: "请更正日期。" }),
  endsBefore: ({ from, until }) => ({ message: `它始于 ${from}，不能止于 ${until}。` }),
  ownObject: ({ relation }) => ({ message: `没有什么是它自己的“${relation}”。` }),
  planGone: ({ plan }) => ({
    message: `提议 ${plan} 已不在等待。`,
    hint: "请查看计划列表：它已被采纳或拒绝。",
  }),
  planOutdated: ({ author, plan }) => ({
    message: `这个计划的依据已被 ${author}（计划 ${plan}）改动。`,
    hint: "请重新计划，看看有什么不同。",
  }),
  planOfOldGraph: () => ({
    message: "计划做出之后图谱已改变，现在会得到另一个计划。",
    hint: "请查看新的计划并批准它。",
  }),
  planHeldBack: ({ guards }) => ({ message: `这个计划被拦下了：${guards}。` }),
  noPlanHolds: () => ({ message: "没有仍然有效的计划符合这个选择。", hint: "请查看计划列表。" }),
  graphChanged: () => ({ message: "有人同时改动了这个图谱。", hint: "请重新计划，看看有什么不同。" }),
  graphTaken: ({ graph }) => ({ message: `已经有图谱“${graph}”。`, hint: OTHER_NAME }),
  taughtTooLittle: ({ right, of }) => ({
    message: `编辑后模型说对了 ${of} 个事实中的 ${right} 个，因此模型和计划都没有保留。`,
    hint: "请换一个方法，或只改图谱。",
  }),
  taughtWithDamage: ({ changed, of }) => ({
    message: `这个编辑改变了旁边的事实（${of} 个中的 ${changed} 个），因此模型和计划都没有保留。`,
    hint: "请换一个方法，或坚持保留它。",
  }),
} satisfies Partial<Sayings>;
