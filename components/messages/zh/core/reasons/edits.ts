/** Errors of edits and versions, in Chinese. */
import type { Sayings } from "../../../en/errors";

const OTHER_NAME = "请换一个名称。";
const LOWER_RATE = "请调低学习率。";

export const edits = {
  // Edits
  noEdits: () => ({ message: "没有要做的编辑。", hint: "请至少写一个编辑。" }),
  saysItAlready: ({ prompt, target }) => ({
    message: `对“${prompt}”，模型已经回答“${target}”。`,
    hint: "没有什么可改：请换一个目标。",
  }),
  slotTwice: ({ template, times }) => ({
    message: `“${template}”里 {} 出现了 ${times} 次。`,
    hint: "请只写一次 {}。",
  }),
  subjectNotOnce: ({ prompt }) => ({
    message: `提示词“${prompt}”里，主体没有恰好出现一次。`,
    hint: "请用 {} 标出主体的位置，只标一次。",
  }),
  subjectNotInPrompt: ({ prompt }) => ({
    message: `提示词“${prompt}”里没有主体。`,
    hint: "请写一次 {}。",
  }),
  subjectWithoutTokens: () => ({ message: "主体没有词元。", hint: "请写出主体。" }),
  targetWithoutTokens: () => ({ message: "目标没有词元。", hint: "请写出模型应当说的话。" }),
  textWithoutTokens: () => ({ message: "文字没有词元。", hint: "请至少写一个词。" }),
  textTooLong: ({ tokens, most }) => ({
    message: `这段文字有 ${tokens} 个词元，而这里最多读 ${most} 个。`,
    hint: "请缩短提示词或目标。",
  }),
  tokenWithoutRow: ({ token, number, rows }) => ({
    message: `这段文字含有词元“${token}”（编号 ${number}），而模型的嵌入只有 ${rows} 个词元。`,
    hint: "该词元是后来加进分词器的，模型没有随之扩大。请从文字中去掉它。",
  }),
  needsTruth: ({ begin, edit }) => ({
    message: `以“${begin}”开头的语境需要原有答案，而第 ${edit} 个编辑没有。`,
    hint: "请写出原有答案，或选择其他语境。",
  }),
  oneFactAtATime: () => ({
    message: "这个方法一次只写一个事实。",
    hint: "请逐个运行这些编辑，或选择能成批编辑的方法。",
  }),
  noWeightChanged: ({ method }) => ({
    message: `${method} 没有改变任何权重。`,
    hint: "目标可能已经确定，或者参数不允许任何一步。",
  }),
  nothingToKeep: () => ({
    message: "这个编辑什么也没有改变，因此没有可保留的。",
    hint: "请调高学习率或增加步数，或看看模型是否已经这样说。",
  }),
  notFinite: ({ method }) => ({ message: `${method} 算出的改动不是有限数。`, hint: LOWER_RATE }),
  changeNotFinite: ({ weight }) => ({ message: `对 ${weight} 的改动不是有限数。`, hint: LOWER_RATE }),
  lossNotFinite: ({ loss, at }) => ({ message: `第 ${at} 步的损失为 ${loss}。`, hint: LOWER_RATE }),
  notPositiveDefinite: () => ({
    message: "二阶矩不是正定矩阵，方程无解。",
    hint: "请用更多、更不相似的文本统计。",
  }),
  noNullSpace: ({ layer, threshold }) => ({
    message: `第 ${layer} 层没有低于 ${threshold} 的方向。`,
    hint: "请调高阈值。",
  }),
  statisticsTooFew: ({ width, tokens }) => ({
    message: `统计需要多于 ${width} 个词元，即该层的宽度；现有 ${tokens} 个。`,
    hint: "请提供更多文本，或不用二阶矩运行。",
  }),
  encoderMissing: ({ encoder }) => ({
    message: `句子编码器“${encoder}”尚未安装。`,
    hint: "请在“模型库”中添加，或将 retriever 设为“model”。",
  }),
  noEncoder: ({ encoder }) => ({
    message: `没有句子编码器“${encoder}”。`,
    hint: "请在“模型库”中从文件夹或模型站添加。",
  }),
  nothingToPrepare: ({ method }) => ({ message: `${method} 不需要准备。`, hint: "可以直接运行。" }),
  unknownSubject: () => ({
    title: "知识图谱里没有这个主体",
    message: "内置的知识图谱不知道关于这个主体的这件事。",
    hint: "请自己填写探针，或者选用一个示例。",
  }),
  knowsNoFact: () => ({
    message: "模型不知道任何可以编辑的内置事实。",
    hint: "请使用自己的编辑列表。",
  }),
  worldTooSmall: ({ known, asked }) => ({
    message: `模型知道 ${known} 个可以编辑的内置事实，而要求了 ${asked} 个。`,
    hint: `请至多要求 ${known} 个，或使用自己的编辑列表。`,
  }),
  noCaseReadable: ({ cases }) => ({ message: `${cases} 个案例中没有一个是模型能读的。` }),
  listEmpty: ({ list }) => ({
    message: `${list} 里没有可用的编辑或问题。`,
    hint: "请指明哪些列是编辑的各部分，或查看每条记录的问题。",
  }),

  // Versions
  branchMoved: ({ branch }) => ({
    message: `分支 ${branch} 在这次改动之后已经前进了。`,
    hint: "请在新的头部重新运行，或在原处新建分支。",
  }),
  branchTaken: ({ branch }) => ({ message: `已经有分支“${branch}”。`, hint: OTHER_NAME }),
  nothingToUndo: ({ branch }) => ({ message: `分支 ${branch} 停在检查点上，没有可撤销的内容。` }),
  nothingToRedo: ({ branch }) => ({
    message: `分支 ${branch} 自上次改动以来没有撤销过什么。`,
    hint: "要回到任何其他版本，请在“历史”中检出它。",
  }),
  notInHistory: () => ({
    message: "该版本不在这个分支的历史中。",
    hint: "请选择检查点与头部之间的版本。",
  }),
  nothingToTakeOut: () => ({ message: "该版本没有可移除的改动。" }),
  versionsOfTwoModels: ({ left, right }) => ({
    message: `只能比较或合并同一模型的版本：这两个属于 ${left} 和 ${right}。`,
  }),
  notWhatWasMeasured: () => ({
    message: "这些覆盖层得到的不是被测量的那个模型。",
    hint: "请重新运行，再保留那次结果。",
  }),
  runOfOtherHead: () => ({
    message: "这次运行开始的版本不是此分支的头部。",
    hint: "请在它开始的版本处新建分支，并保留在那里。",
  }),
  exportOfCheckpoint: () => ({
    message: "这个版本就是检查点本身：没有可导出的改动。",
    hint: "请选择有编辑的版本。",
  }),
  exportOfAdapter: ({ adapter }) => ({
    message: `这个版本含有适配器“${adapter}”，它在模型运行时计算，检查点的权重装不下它。`,
    hint: "请在一个分支中移除那个编辑后导出，或只导出改动。",
  }),
  noVersionFile: () => ({ message: "该文件没有完好的版本说明。", hint: "请重新导出该版本。" }),
  versionOfOther: ({ checkpoint }) => ({
    message: `该文件是在名为 ${checkpoint} 的检查点上做的，与这里的不同：权重、config.json 或分词器有别。`,
    hint: "请在原来的检查点上导入。",
  }),
  importChanged: () => ({
    message: "导入的版本不是当初导出的那个模型。",
    hint: "文件在导出后被改过；请重新导出。",
  }),
  noOverlay: () => ({
    message: "该文件不是 Palimpsest 写的覆盖层。",
    hint: "请从“历史”导出一个版本，再导入那个文件。",
  }),
  noBlob: ({ blob }) => ({ message: `没有内容 ${blob}。` }),
  blobDamaged: ({ blob }) => ({
    message: `内容 ${blob} 的文件与其名称不符，已损坏。`,
    hint: "请移除用到它的版本，或从备份恢复数据文件夹；其他版本不受影响。",
  }),
} satisfies Partial<Sayings>;
