/**
 * What may be wrong with a recipe, in words: what it is, and what to do. A problem has a code and the names and numbers of its
 * sentence, so that a page in another language says the same. In English here: the API and the command line speak it.
 */
import type { RecipeProblem } from "./schema";

export type SentenceValues = Readonly<Record<string, string | number>>;
export type Sentence = (values: SentenceValues) => readonly [what: string, remedy: string];

/** "linear or slerp" of "linear, slerp". */
const either = (names: string | number): string => String(names).replaceAll(", ", " or ");
/** Of the tensor at which a parameter is at fault. */
const at = ({ tensor }: SentenceValues): string => (tensor === undefined ? "" : ` That is so of ${tensor}.`);
const forSuchTensors = (least: string | number): string =>
  `Use at least ${least}, for such tensors by a filter of their own.`;

export const SENTENCES = {
  // The text.
  notYaml: ({ message }) => [
    `This is not YAML: ${message}`,
    "Indent keys of one level alike, with spaces, and write a space after each colon.",
  ],
  unknownKey: ({ key, nearest }) => [
    `The key "${key}" is not known here.`,
    `Did you mean ${either(nearest)}? Otherwise take it out.`,
  ],
  noMethod: ({ methods }) => ["There is no merge_method.", `Write merge_method: and one of ${methods}.`],
  mappedFilters: ({ name }) => [
    `${name} is a mapping; filters are written as a list.`,
    `Write each as an entry of a list: "- filter: mlp" with "value: 0.3" below, and last an entry with a value alone.`,
  ],
  notAType: ({ name, found, options }) => [`${name} is "${found}".`, `Write one of ${options}.`],
  notATokenSource: ({ name }) => [
    `${name} is not a source of a token.`,
    "Name a model, or use kind: zero or model_token.",
  ],
  notExpected: ({ name, message }) => [
    `${name || "The recipe"}: ${message}`,
    "See the recipe's form for what is expected here.",
  ],
  // Its parts.
  unknownMethod: ({ method, nearest }) => [
    `There is no merge method "${method}".`,
    `Did you mean ${either(nearest)}?`,
  ],
  severalBodies: ({ given }) => [
    `${String(given).replaceAll(", ", " and ")} are both there.`,
    "Keep one: models for whole models, slices for ranges of layers.",
  ],
  noModels: () => ["The recipe names no models.", "Write models: with an entry for each, or slices:."],
  moduleBody: () => [
    "The module names no models, or models and slices together.",
    "Write one of models: and slices:.",
  ],
  notAChatTemplate: ({ template }) => [
    `"${template}" is no chat template.`,
    'Write "auto" for that of the base model, or the text of a Jinja template.',
  ],
  twoTokenizers: () => [
    "tokenizer_source and tokenizer are both there.",
    "Keep one; tokenizer has a source of its own.",
  ],
  tokenizerOfNone: ({ name, models }) => [
    `"${name}" is no model of the recipe.`,
    `Write union, base, or one of ${models}.`,
  ],
  tokenOfNone: ({ name, models }) => [`"${name}" is no model of the recipe.`, `Write one of ${models}.`],
  tokenOfZeros: ({ token }) => [
    `The token "${token}" would have a row of zeros, which says nothing of it.`,
    "Name a model, or use kind: model_token.",
  ],
  // Its models.
  noModel: ({ name }) => [
    `There is no model "${name}".`,
    "Check the spelling; a path is relative to where the recipe is.",
  ],
  notReadable: ({ what, remedy }) => [String(what), String(remedy)],
  architectures: ({ name, architecture, first, ofFirst }) => [
    `${name} is a ${architecture} model, ${first} a ${ofFirst} model.`,
    "Only models of one architecture have weights that mean the same.",
  ],
  listedTwice: ({ name }) => [`${name} is listed twice.`, "Keep one entry, with the sum of the weights."],
  needsEnd: ({ method }) => [
    `${method} needs a base_model: the end at which t is 0.`,
    "Add base_model: with its name.",
  ],
  needsOrigin: ({ method }) => [
    `${method} needs a base_model: the model that all were trained from.`,
    "Add base_model: with its name.",
  ],
  baseIsThird: ({ base, method, models }) => [
    `${base} is not one of the two models, so ${method} would have three.`,
    `Set base_model to ${either(models)}.`,
  ],
  baseNotListed: ({ base, method }) => [
    `${base} is not listed, and ${method} merges only listed models.`,
    "List it among the models, or take base_model out.",
  ],
  baseIsModel: ({ base }) => [
    `${base} is one of the models, so its difference from itself is nothing.`,
    "Choose as base the model that both were trained from, or leave base_model out.",
  ],
  tooManyModels: ({ method, wanted, besides, found }) => [
    `${method} merges at most ${wanted} models${besides ? " besides the base" : ""}; here are ${found}.`,
    "Take the others out, or choose another merge_method.",
  ],
  tooFewModels: ({ method, wanted, besides, found }) => [
    `${method} merges at least ${wanted} ${wanted === 1 ? "model" : "models"}${besides ? " besides the base" : ""}; here are ${found}.`,
    "Add a model.",
  ],
  notCommonBase: ({ name, base, share, most }) => [
    `${name} is as far from ${base} as ${share} of its size (‖δ‖/‖θ‖), more than ${most}: it was hardly trained from there.`,
    "Set base_model to the model that all were trained from, or use an operator that needs no base.",
  ],
  // Its slices.
  rangeBackwards: ({ start, end }) => [
    `The range [${start}, ${end}] goes backwards.`,
    `Write [${end}, ${start}], from the first layer to the one after the last.`,
  ],
  rangeBeyond: ({ model, start, end, layers }) => [
    `${model} has layers 0 to ${Number(layers) - 1}; the range ends at ${end}.`,
    `Write at most [${start}, ${layers}].`,
  ],
  sliceLengths: ({ left, right }) => [
    `A slice merges ${left} layers with ${right}.`,
    "Give all sources of a slice ranges of one length.",
  ],
  layerCounts: ({ model, layers, other, ofOther }) => [
    `${model} has ${layers} layers, ${other} has ${ofOther}.`,
    "Use slices: with ranges of one length.",
  ],
  partialSlice: ({ model, layers, taken }) => [
    `${model} has ${layers} layers; the only slice takes ${taken} of them, and the rest would be lost.`,
    `Write [0, ${layers}]. To leave layers out on purpose, write the slices before and after them.`,
  ],
  unevenSlices: ({ count, ofFirst }) => [
    `A slice merges ${count} models, the first one ${ofFirst}.`,
    "Give every slice the same number of sources, with weight 0 where one should not count.",
  ],
  // What its models have.
  missingTensor: ({ model, tensor }) => [
    `${model} has no tensor ${tensor}.`,
    "Only models with the same tensors can be merged.",
  ],
  otherShape: ({ tensor, shape, model, wanted, other }) => [
    `${tensor} is [${shape}] in ${model} and [${wanted}] in ${other}.`,
    "Only models of one size can be merged.",
  ],
  otherRows: ({ tensor, rows, model, wanted, method }) => [
    `${tensor} has ${rows} rows in ${model} and ${wanted} in another model; ${method} cannot merge them.`,
    "Add tokenizer_source: base.",
  ],
  cutRows: ({ tensor, rows, model, wanted }) => [
    `${tensor} has ${rows} rows in ${model} and ${wanted} in another model; the rows beyond are cut.`,
    "Add tokenizer_source: base to choose rows by token.",
  ],
  otherVocabulary: ({ name, first }) => [
    `${name} has another vocabulary than ${first}: rows of different tokens would be mixed.`,
    "Add tokenizer_source: union, or base.",
  ],
  // Its parameters.
  noParameters: ({ method, parameter }) => [
    `${method} has no parameter "${parameter}".`,
    `${method} has no parameters; take it out.`,
  ],
  unknownParameter: ({ method, parameter, nearest, known }) => [
    `${method} has no parameter "${parameter}".`,
    `Did you mean ${nearest}? ${method} takes ${known}.`,
  ],
  emptyList: ({ parameter }) => [
    `${parameter} is an empty list.`,
    "Write a value, or values along the layers.",
  ],
  defaultBefore: ({ parameter }) => [
    `The entry without a filter comes before others of ${parameter}, so they never count.`,
    "Move it to the end of the list.",
  ],
  idleFilter: ({ filter, example }) => [
    `The filter "${filter}" is in the name of no tensor that it could mean.`,
    `Names look like ${example}.`,
  ],
  notAChoice: ({ parameter, value, options }) => [
    `${parameter} is "${value}".`,
    `Write one of ${options}, true or false.`,
  ],
  notAFlag: ({ parameter, value }) => [`${parameter} is ${value}.`, "Write true or false."],
  quotedNumber: ({ parameter, value }) => [
    `${parameter} is the text "${value}", not a number.`,
    `Write ${value} without quotes.`,
  ],
  notANumber: ({ parameter, value }) => [
    `${parameter} is the text ${value}, not a number.`,
    "Write a number.",
  ],
  notWhole: ({ parameter, value }) => [`${parameter} is ${value}.`, "Write a whole number."],
  shareTooLarge: ({ parameter, value }) => [
    `${parameter} is ${value}; the most is 1.`,
    `A share lies between 0 and 1: ${Number(value) / 100} for ${value} percent.`,
  ],
  tooLarge: ({ parameter, value, most }) => [
    `${parameter} is ${value}; the most is ${most}.`,
    `Write at most ${most}.`,
  ],
  tooSmall: ({ parameter, value, least }) => [
    `${parameter} is ${value}; the least is ${least}.`,
    `Write at least ${least}.`,
  ],
  missingValue: ({ parameter, tensor }) => [
    `${parameter} has no value at ${tensor}.`,
    `Add ${parameter} to the recipe's parameters; in a list of filters, an entry without a filter at the end.`,
  ],
  missingOfModel: ({ parameter, model, tensor }) => [
    `${parameter} has no value for ${model} at ${tensor}.`,
    `Add ${parameter} to its parameters or the recipe's; in a list of filters, an entry without a filter at the end.`,
  ],
  // What an operator says of them together.
  weightsCancel: ({ total, ...values }) => [
    `The weights add up to ${total}, and normalize divides by their sum.${at(values)}`,
    "Change a weight, or set normalize to false to add models with opposite signs.",
  ],
  densityOfNothing: ({ density, size, least, ...values }) => [
    `A density of ${density} keeps nothing of a tensor of ${size} entries.${at(values)}`,
    forSuchTensors(least),
  ],
  epsilonTooLarge: ({ density, epsilon, most, ...values }) => [
    `Density ${density} and epsilon ${epsilon} give probabilities outside 0 to 1.${at(values)}`,
    `Use an epsilon below ${most}.`,
  ],
  selectsNothing: ({ share, size, least, ...values }) => [
    `A select_topk of ${share} selects no place of a tensor of ${size} entries, which would stay as in the base.${at(values)}`,
    forSuchTensors(least),
  ],
} as const satisfies Record<string, Sentence>;

export type SentenceCode = keyof typeof SENTENCES;

/** A problem in words, from its code. */
export function problemOf(
  place: Pick<RecipeProblem, "severity" | "line" | "field">,
  code: SentenceCode,
  values: SentenceValues,
): RecipeProblem {
  const [what, remedy] = (SENTENCES[code] as Sentence)(values);
  return { ...place, code, values: { ...values }, what, remedy };
}
