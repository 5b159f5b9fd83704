/** Lists of edits in Chinese. */
import type { lists as english } from "../../en/shelf/lists";

export const lists: typeof english = {
  faults: {
    notJson: () => "这不是有效的 JSON：附近缺少逗号、引号或括号。",
    notAList: () => "这个对象里没有编辑列表。应当是列表，或含有 cases、edits 或 data 字段。",
    notParquet: ({ message }) => `无法读取这个 Parquet 文件：${message}`,
    noHeader: () => "第一行必须写出已知列表的各列名称，例如 subject、prompt 和 target_new。",
    sameColumn: ({ name }) => `有两列都叫 ${name}。请改名其中一列。`,
    tooMany: ({ most }) => `列表超过 ${most} 个编辑，从这里起的编辑没有读入。`,
    badQuotes: () => '这一行的引号没有闭合，或单元格内的引号没有写成两个（""）。之后的行可能被并入这一行。',
    tooManyCells: ({ cells, columns }) =>
      `这一行有 ${cells} 个单元格，而表头有 ${columns} 列。含有分隔符的单元格请加引号。`,
    notAnObject: () => "编辑应当是带字段的对象，这里不是。",
    unknownRecord: ({ fields }) => `没有可读的数据集含有这样的记录。它的字段：${fields || "无"}。`,
    noSubject: () => "请写出主体：要改变其事实的事物。",
    noPrompt: () => "请写出提示：答案之前的文字。",
    noTarget: () => "请写出新答案。",
    noAnswerOf: () => "这个问题没有正确答案。",
    subjectMissing: () => "提示中没有主体。请照主体字段的写法把它写进提示。",
    subjectTwice: () => "主体在提示中出现了不止一次。请改写，使它只出现一次。",
    slotTwice: () => "提示中有不止一个 {}。请只保留一个。",
    missing: () => "缺少这个字段。",
    invalid: ({ message }) => String(message),
    sameId: ({ id }) => `列表中另一个编辑也用了标识 ${id}。请让每个编辑各有自己的标识。`,
    noQuestion: () => "这个探针没有提示，已略去。",
    noAnswer: () => "这个探针没有答案，已略去。",
    firstOnly: ({ records }) => `这里的多个答案只用第一个；${records} 条记录有多个答案。`,
    unread: ({ records }) => `没有用到这个字段；${records} 条记录含有它。`,
  },
  clashes: (n) => `有 ${n} 个编辑与另一个编辑针对同一事实`,
  contradiction: ({ edits: [first, second], prompt, targets: [one, other] }) =>
    `编辑 ${first} 与编辑 ${second} 相互矛盾：“${prompt}”的答案一个是“${one}”，一个是“${other}”，只能有一个成立。`,
  repetition: ({ edits: [first, second], prompt, targets: [target] }) =>
    `编辑 ${first} 与编辑 ${second} 相同：“${prompt}”的答案都是“${target}”。`,
  oneOf: (answers) => `任一即可：${answers.map((answer) => `“${answer}”`).join("、")}`,
  place: ({ line, path }) => [line !== undefined && `第 ${line} 行`, path].filter(Boolean).join("，") + "：",
};
