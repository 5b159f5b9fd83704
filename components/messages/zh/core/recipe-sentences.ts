/** What may be wrong with a recipe, in Chinese: the codes are those of the English sentences of the core. */
import { inChinese } from "../../core-in-chinese";
import type { Sentence, SentenceCode, SentenceValues } from "@/lib/merge";

const either = (names: string | number): string => String(names).replaceAll(", ", " 或 ");
const at = ({ tensor }: SentenceValues): string => (tensor === undefined ? "" : `${tensor} 就是如此。`);
const forSuchTensors = (least: string | number): string => `请至少用 ${least}，可用过滤器单独设置这类张量。`;

export const recipeSentences: Readonly<Record<SentenceCode, Sentence>> = {
  notYaml: ({ message }) => [`这不是 YAML：${message}`, "同一层的键用空格对齐缩进，每个冒号后写一个空格。"],
  unknownKey: ({ key, nearest }) => [`此处不认识键“${key}”。`, `是否想写 ${either(nearest)}？否则请删去。`],
  noMethod: ({ methods }) => ["没有 merge_method。", `请写 merge_method: 以及其中之一：${methods}。`],
  mappedFilters: ({ name }) => [
    `${name} 是一个映射；过滤器要写成列表。`,
    "每项写成列表的一项：“- filter: mlp”，下面写“value: 0.3”；最后一项只写 value。",
  ],
  notAType: ({ name, found, options }) => [`${name} 是“${found}”。`, `请写其中之一：${options}。`],
  notATokenSource: ({ name }) => [
    `${name} 不是词元的来源。`,
    "请写一个模型，或用 kind: zero 或 model_token。",
  ],
  notExpected: ({ name, message }) => [`${name || "配方"}：${message}`, "配方的表单里有此处应写的内容。"],
  unknownMethod: ({ method, nearest }) => [`没有合并方法“${method}”。`, `是否想写 ${either(nearest)}？`],
  severalBodies: ({ given }) => [
    `${String(given).replaceAll(", ", " 与 ")} 同时存在。`,
    "只留一个：整个模型用 models，层的范围用 slices。",
  ],
  noModels: () => ["配方没有写模型。", "请写 models: 并为每个模型写一项，或写 slices:。"],
  moduleBody: () => ["该模块没有写模型，或同时写了 models 与 slices。", "请在 models: 与 slices: 中写一个。"],
  notAChatTemplate: ({ template }) => [
    `“${template}”不是聊天模板。`,
    "写“auto”以使用基础模型的模板，或写 Jinja 模板的文本。",
  ],
  twoTokenizers: () => ["tokenizer_source 与 tokenizer 同时存在。", "只留一个；tokenizer 有自己的 source。"],
  tokenizerOfNone: ({ name, models }) => [
    `“${name}”不是配方中的模型。`,
    `请写 union、base，或其中之一：${models}。`,
  ],
  tokenOfNone: ({ name, models }) => [`“${name}”不是配方中的模型。`, `请写其中之一：${models}。`],
  tokenOfZeros: ({ token }) => [
    `词元“${token}”的行会全为零，等于什么都没说。`,
    "请写一个模型，或用 kind: model_token。",
  ],
  noModel: ({ name }) => [`没有模型“${name}”。`, "请检查拼写；路径相对于配方所在之处。"],
  notReadable: ({ what, remedy }) => [inChinese(String(what)), inChinese(String(remedy))],
  architectures: ({ name, architecture, first, ofFirst }) => [
    `${name} 是 ${architecture} 模型，${first} 是 ${ofFirst} 模型。`,
    "只有同一架构的模型，权重的含义才相同。",
  ],
  listedTwice: ({ name }) => [`${name} 列了两次。`, "只留一项，权重取两者之和。"],
  needsEnd: ({ method }) => [`${method} 需要 base_model：t 为 0 的那一端。`, "请加上 base_model: 及其名称。"],
  needsOrigin: ({ method }) => [
    `${method} 需要 base_model：所有模型由之训练而来的那个。`,
    "请加上 base_model: 及其名称。",
  ],
  baseIsThird: ({ base, method, models }) => [
    `${base} 不是两个模型之一，那样 ${method} 就有三个模型。`,
    `请把 base_model 设为 ${either(models)}。`,
  ],
  baseNotListed: ({ base, method }) => [
    `${base} 未列出，而 ${method} 只合并列出的模型。`,
    "把它列入 models，或去掉 base_model。",
  ],
  baseIsModel: ({ base }) => [
    `${base} 是要合并的模型之一，它与自身的差为零。`,
    "请选两者由之训练而来的模型作基础，或不写 base_model。",
  ],
  tooManyModels: ({ method, wanted, besides, found }) => [
    `${method} ${besides ? "除基础模型外" : ""}最多合并 ${wanted} 个模型；此处有 ${found} 个。`,
    "去掉其余的，或换一种 merge_method。",
  ],
  tooFewModels: ({ method, wanted, besides, found }) => [
    `${method} ${besides ? "除基础模型外" : ""}至少合并 ${wanted} 个模型；此处有 ${found} 个。`,
    "请添加模型。",
  ],
  notCommonBase: ({ name, base, share, most }) => [
    `${name} 与 ${base} 之差达其大小的 ${share}（‖δ‖/‖θ‖），超过 ${most}：它几乎不可能由后者训练而来。`,
    "请把 base_model 设为所有模型由之训练而来的模型，或改用不需要基础模型的算子。",
  ],
  rangeBackwards: ({ start, end }) => [
    `范围 [${start}, ${end}] 是倒着的。`,
    `请写 [${end}, ${start}]：从第一层到最后一层的下一层。`,
  ],
  rangeBeyond: ({ model, start, end, layers }) => [
    `${model} 有第 0 到 ${Number(layers) - 1} 层；范围到 ${end}。`,
    `最多写 [${start}, ${layers}]。`,
  ],
  sliceLengths: ({ left, right }) => [
    `一个切片把 ${left} 层与 ${right} 层合并。`,
    "同一切片的各来源，范围长度要相同。",
  ],
  layerCounts: ({ model, layers, other, ofOther }) => [
    `${model} 有 ${layers} 层，${other} 有 ${ofOther} 层。`,
    "请用 slices:，各范围长度相同。",
  ],
  partialSlice: ({ model, layers, taken }) => [
    `${model} 有 ${layers} 层；唯一的切片只取 ${taken} 层，其余会丢失。`,
    `请写 [0, ${layers}]。若有意去掉一些层，请写出其前后的切片。`,
  ],
  unevenSlices: ({ count, ofFirst }) => [
    `一个切片合并 ${count} 个模型，第一个切片合并 ${ofFirst} 个。`,
    "各切片的来源数要相同；不应计入的，权重写 0。",
  ],
  missingTensor: ({ model, tensor }) => [`${model} 没有张量 ${tensor}。`, "只有张量相同的模型才能合并。"],
  otherShape: ({ tensor, shape, model, wanted, other }) => [
    `${tensor} 在 ${model} 中是 [${shape}]，在 ${other} 中是 [${wanted}]。`,
    "只有大小相同的模型才能合并。",
  ],
  otherRows: ({ tensor, rows, model, wanted, method }) => [
    `${tensor} 在 ${model} 中有 ${rows} 行，在另一模型中有 ${wanted} 行；${method} 无法合并。`,
    "请加上 tokenizer_source: base。",
  ],
  cutRows: ({ tensor, rows, model, wanted }) => [
    `${tensor} 在 ${model} 中有 ${rows} 行，在另一模型中有 ${wanted} 行；多出的行会被截去。`,
    "加上 tokenizer_source: base 即可按词元选行。",
  ],
  otherVocabulary: ({ name, first }) => [
    `${name} 的词表与 ${first} 不同：不同词元的行会混在一起。`,
    "请加上 tokenizer_source: union 或 base。",
  ],
  noParameters: ({ method, parameter }) => [
    `${method} 没有参数“${parameter}”。`,
    `${method} 没有任何参数；请删去。`,
  ],
  unknownParameter: ({ method, parameter, nearest, known }) => [
    `${method} 没有参数“${parameter}”。`,
    `是否想写 ${nearest}？${method} 的参数：${known}。`,
  ],
  emptyList: ({ parameter }) => [`${parameter} 是空列表。`, "请写一个值，或沿各层的若干值。"],
  defaultBefore: ({ parameter }) => [
    `${parameter} 中没有过滤器的一项排在其他项之前，其他项永远不起作用。`,
    "请把它移到列表末尾。",
  ],
  idleFilter: ({ filter, example }) => [
    `没有任何可能所指的张量，其名称包含过滤器“${filter}”。`,
    `名称形如 ${example}。`,
  ],
  notAChoice: ({ parameter, value, options }) => [
    `${parameter} 是“${value}”。`,
    `请写其中之一：${options}、true 或 false。`,
  ],
  notAFlag: ({ parameter, value }) => [`${parameter} 是 ${value}。`, "请写 true 或 false。"],
  quotedNumber: ({ parameter, value }) => [
    `${parameter} 是文本“${value}”，不是数。`,
    `请写 ${value}，不加引号。`,
  ],
  notANumber: ({ parameter, value }) => [`${parameter} 是文本 ${value}，不是数。`, "请写一个数。"],
  notWhole: ({ parameter, value }) => [`${parameter} 是 ${value}。`, "请写整数。"],
  shareTooLarge: ({ parameter, value }) => [
    `${parameter} 是 ${value}；最大为 1。`,
    `份额在 0 与 1 之间：百分之 ${value} 写作 ${Number(value) / 100}。`,
  ],
  tooLarge: ({ parameter, value, most }) => [
    `${parameter} 是 ${value}；最大为 ${most}。`,
    `最多写 ${most}。`,
  ],
  tooSmall: ({ parameter, value, least }) => [
    `${parameter} 是 ${value}；最小为 ${least}。`,
    `至少写 ${least}。`,
  ],
  missingValue: ({ parameter, tensor }) => [
    `${parameter} 在 ${tensor} 处没有值。`,
    `请在配方的参数中加上 ${parameter}；若是过滤器列表，则在末尾加一项不带过滤器的。`,
  ],
  missingOfModel: ({ parameter, model, tensor }) => [
    `${parameter} 对 ${model} 在 ${tensor} 处没有值。`,
    `请在该模型或配方的参数中加上 ${parameter}；若是过滤器列表，则在末尾加一项不带过滤器的。`,
  ],
  weightsCancel: ({ total, ...values }) => [
    `各权重之和为 ${total}，而 normalize 要除以这个和。${at(values)}`,
    "请改一个权重，或把 normalize 设为 false，以相反的符号相加。",
  ],
  densityOfNothing: ({ density, size, least, ...values }) => [
    `密度 ${density} 在有 ${size} 个元素的张量中一个也不保留。${at(values)}`,
    forSuchTensors(least),
  ],
  epsilonTooLarge: ({ density, epsilon, most, ...values }) => [
    `密度 ${density} 与 epsilon ${epsilon} 给出的概率超出 0 到 1。${at(values)}`,
    `请用小于 ${most} 的 epsilon。`,
  ],
  selectsNothing: ({ share, size, least, ...values }) => [
    `select_topk ${share} 在有 ${size} 个元素的张量中一处也不选，张量会与基础模型相同。${at(values)}`,
    forSuchTensors(least),
  ],
};
