/** Errors of models, of the hub they come from, and of what is made for them, in Chinese. */
import type { Sayings } from "../../../en/errors";

const COPY_AGAIN = "请重新下载或复制该文件；传输中断是常见原因。";

export const models = {
  // Models
  noModel: ({ model }) => ({ message: `没有模型“${model}”。`, hint: "请在“模型库”中添加。" }),
  notPrepared: () => ({ message: "这个模型的第一个版本还没有建立。", hint: "请先准备模型，然后再试。" }),
  modelIdTaken: ({ model }) => ({
    message: `已经有模型“${model}”。`,
    hint: "请换一个 id，或先移除那个模型。",
  }),
  modelLacksFile: ({ model, file }) => ({ message: `模型 ${model} 没有文件 ${file}。` }),
  modelHasVersions: ({ model }) => ({
    message: `模型 ${model} 有保留的版本，移除会丢失它们。`,
    hint: "请从“历史”导出所需的；有版本的模型不会被移除。",
  }),
  embeddedModel: () => ({ message: "内置模型是 Palimpsest 的一部分，不能改写或移除。" }),
  folderLacks: ({ file }) => ({
    message: `文件夹里没有 ${file}。`,
    hint: "请选择 Hugging Face 检查点的文件夹：config.json、tokenizer.json（或 vocab.json 与 merges.txt）和 model.safetensors。",
  }),
  folderLacksWeights: ({ file }) => ({
    message: `文件夹里没有 ${file}。`,
    hint: "其他格式的权重（如 .bin）打开时可能执行代码，因此不读；请转换为 safetensors。",
  }),
  noCheckpointFile: () => ({
    message: "这不是检查点文件的名称。",
    hint: "请发送 config.json、分词器文件、model.safetensors，或分片及其索引。",
  }),
  fileNotJson: ({ file }) => ({ message: `${file} 不是 JSON。`, hint: "请从检查点重新复制该文件。" }),
  fileDamaged: ({ file }) => ({ message: `${file} 已损坏或不完整。`, hint: COPY_AGAIN }),
  fileTooLarge: ({ file, mb, most }) => ({
    message: `${file} 有 ${mb} MB；最多读 ${most} MB。`,
    hint: "已发布的检查点里同名文件都更小，请重新复制。",
  }),
  uploadTooLarge: ({ mb }) => ({
    message: `文件超过 ${mb} MB。`,
    hint: "上限由服务器的 PALIMPSEST_MAX_UPLOAD_MB 设定。",
  }),
  noTokenizer: () => ({
    message: "模型没有 tokenizer.json。",
    hint: "请从同一检查点添加 tokenizer.json，或 vocab.json 与 merges.txt。",
  }),
  tokenizerUnreadable: () => ({
    message: "无法读取 tokenizer.json。",
    hint: "请把检查点的分词器重新保存为 fast（tokenizer.json）格式。",
  }),
  tokenizerUnsupported: ({ found }) => ({
    message: `分词器含有 ${found}，Palimpsest 无法照做。`,
    hint: "否则文字会被切成别的词元，因此不打开。请选择另一个模型。",
  }),
  noModelType: () => ({
    message: "config.json 没有 model_type。",
    hint: "请选择 Hugging Face 检查点的文件夹。",
  }),
  noFamily: ({ type, known }) => ({
    message: `Palimpsest 没有 model_type 为“${type}”的模型家族。`,
    hint: `可读的有：${known}。`,
  }),
  encoderIsNoModel: ({ name }) => ({
    message: `该检查点是句子编码器（${name}）：它只比较文本而不写文本，没有可编辑的内容。`,
    hint: "请选择另一个模型。编码器可用作 IKE 的检索器。",
  }),
  configUnsupported: ({ family, key }) => ({
    message: `config.json 的 ${key} 取了这里不支持的值。`,
    hint: `${family} 在这里按已发布检查点的设置读取。请选择另一个检查点，或在该项有误时更正它。`,
  }),
  checkpointLacks: ({ weight }) => ({
    message: `检查点缺少 ${weight}。`,
    hint: "config.json 与权重可能属于不同的模型。",
  }),
  weightOfOtherShape: ({ weight, file }) => ({
    message: `${file} 中 ${weight} 的形状与 config.json 不符。`,
    hint: "config.json 与权重属于不同的检查点。",
  }),
  weightOfOtherType: ({ weight, type }) => ({
    message: `${weight} 以 ${type} 存储。`,
    hint: "可读的权重类型是 float32、float16 和 bfloat16。",
  }),
  weightNotFinite: ({ weight, file }) => ({
    message: `${file} 中的 ${weight} 含有 NaN 或无穷大。`,
    hint: "检查点已损坏或训练发散，请换一个。",
  }),
  weightsTooLarge: ({ model, needed, most }) => ({
    message: `${model} 的权重需要 ${needed} MB，而这里至多 ${most} MB。`,
    hint: "请在服务器上运行。",
  }),

  // The hub
  hubAway: () => ({
    title: "无法连接到模型库",
    message: "服务器无法连接到模型库，或者模型库没有响应。",
    hint: "请检查服务器的网络，用 PALIMPSEST_HUB_MIRRORS 指定镜像，或者从文件夹添加模型。",
  }),
  hubGated: ({ host, what }) => ({
    message: `${host} 不提供 ${what}：它需要许可、是私有的，或者不存在。`,
    hint: "请检查名称。需要许可的模型请先在其页面接受条款，并以 PALIMPSEST_HUB_TOKEN 启动服务器。",
  }),
  hubLacks: ({ host, what }) => ({
    message: `${host} 在此修订版没有 ${what}。`,
    hint: "仓库写作“所有者/名称”，与其页面地址一致。",
  }),
  hubBusy: ({ host, status }) => ({
    message: `${host} 正忙：每次都回答状态 ${status}。`,
    hint: "请稍后再试。未完成的下载会保留已有部分。",
  }),
  hubRefused: ({ host, status }) => ({
    message: `${host} 回答了状态 ${status}。`,
    hint: "请稍后再试，或换一个镜像。",
  }),
  hubBroke: () => ({
    message: "与模型库的连接中断了。",
    hint: "请稍后继续下载，已有部分会保留。",
  }),
  otherHub: ({ host, known }) => ({
    message: `此服务器不从“${host}”下载。`,
    hint: `可用的有：${known}。更多可用 PALIMPSEST_HUB_MIRRORS 指定。`,
  }),
  downloadTooLarge: ({ needed, free }) => ({
    message: `下载还需要 ${needed} MB，而磁盘只剩 ${free} MB。`,
    hint: "请腾出空间，或用 PALIMPSEST_DATA 指定另一块磁盘上的文件夹，然后继续。",
  }),
  downloadDamaged: ({ file }) => ({
    message: `${file} 与模型库所说的不符，因此已删除。`,
    hint: "请重新下载；若再次发生，则是模型库或镜像上的文件已损坏。",
  }),

  // Artifacts and texts
  noArtifact: () => ({
    message: "这个 safetensors 文件不是 Palimpsest 的统计量。",
    hint: "请选择从“模型库”的统计量中导出的文件。",
  }),
  artifactUnfinished: () => ({
    message: "这份统计量没有完成。",
    hint: "请在开始它的地方完成，再导出。",
  }),
  artifactOfOther: ({ checkpoint }) => ({
    message: `这份统计量出自名为 ${checkpoint} 的检查点，与这里的模型不符。`,
  }),
  artifactChanged: () => ({
    message: "这份统计量与模型不合。",
    hint: "文件在导出后被改过；请重新导出。",
  }),
  artifactShipped: () => ({
    message: "这份统计量随 Palimpsest 提供，不能删除。",
    hint: "只能删除在这里生成或导入的统计量。",
  }),
} satisfies Partial<Sayings>;
