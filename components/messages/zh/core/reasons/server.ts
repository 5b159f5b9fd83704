/** Errors of the server, its jobs and accounts, of the tab, and of fields, in Chinese. */
import type { Sayings } from "../../../en/errors";

const WAIT_FOR_END = "请等它结束，或先取消它。";

export const server = {
  // The server and the way to it
  offline: () => ({ message: "服务器没有响应。", hint: "请确认 Palimpsest 仍在运行，然后重试。" }),
  unreadable: () => ({
    message: "无法读取服务器的回答。",
    hint: "页面与服务器的版本可能不一致，请刷新页面。",
  }),
  answerCut: () => ({ message: "服务器在回答完成之前停止了。", hint: "请再问一次。" }),
  otherRelease: () => ({ message: "页面与服务器的版本不一致。", hint: "请刷新页面。" }),
  noAnswerInTime: ({ seconds }) => ({
    message: `模型在 ${seconds} 秒内没有回答。`,
    hint: "可能有其他任务在占用模型：请查看任务列表后再问，或者少问一些。",
  }),
  processEnded: () => ({
    message: "运行模型的进程在回答之前结束了。",
    hint: "请重新运行。若每次如此，模型需要的内存可能多于现有的。",
  }),
  processEndsAgain: () => ({
    message: "运行模型的进程一再结束。",
    hint: "请在服务器日志中查看原因。",
  }),
  stoppedMeanwhile: () => ({
    message: "此任务运行时服务器停止了，因此没有结果。",
    hint: "请重新运行：所需的一切都已保留。",
  }),
  bodyTooLarge: ({ mb }) => ({ message: `请求超过 ${mb} MB。`, hint: "请一次少发一些。" }),
  readTooLong: () => ({ message: "未能及时读完这些编辑。", hint: "请一次少发一些。" }),
  diskFull: () => ({
    message: "磁盘没有剩余空间，因此什么也没有写入。",
    hint: "请腾出空间，或用 PALIMPSEST_DATA 指定另一块磁盘上的文件夹，然后重试。",
  }),
  otherSite: () => ({
    message: "其他网站的页面不能在此更改任何内容。",
    hint: "请打开 Palimpsest 本身再操作。",
  }),
  needsToken: () => ({ message: "此服务器要求输入访问令牌。", hint: "请打开任一页面并输入令牌。" }),
  noRecord: ({ record, name }) => ({
    message: `没有 ${name}（${RECORDS[String(record)] ?? record}）。`,
    hint: "它可能已被删除，或者链接有误。",
  }),
  noSuchName: ({ name, nearest }) => ({
    message: `没有名为“${name}”的内容。`,
    hint: `您是否想用：${nearest}？`,
  }),

  // Jobs
  queueFull: ({ waiting }) => ({
    message: `已有 ${waiting} 个任务在等待。`,
    hint: "请等其中一些完成，或取消不需要的任务。",
  }),
  ownQueueFull: ({ waiting }) => ({
    message: `您已有 ${waiting} 个任务在等待。`,
    hint: "请等其中一些完成，或取消不需要的任务。",
  }),
  quota: ({ limit, most, used }) => ({
    message: `您的“${LIMITS[String(limit)] ?? limit}”已达上限：${tenths(used)} / ${most}。`,
    hint: "请等其中一些结束或取消它们。管理员可以在人员页面提高上限。",
  }),
  quotaTooSmall: ({ limit, most, used, predicted }) => ({
    message: `这个编辑预计需要 ${tenths(predicted)}，而您的“${LIMITS[String(limit)] ?? limit}”只剩 ${tenths(Number(most) - Number(used))}。`,
    hint: "请稍后再试，或在浏览器中计算。管理员可以在人员页面提高上限。",
  }),
  tooManyUnderWay: ({ count }) => ({
    message: `已有 ${count} 个同类请求正在进行。`,
    hint: "请等其中一个结束，然后重试。",
  }),
  cannotPause: () => ({ message: "这类任务不能暂停。", hint: "请取消它，以后再运行。" }),
  notPaused: () => ({ message: "这个任务没有暂停，因此无法继续。" }),
  jobUnderWay: () => ({ message: "这个任务还没有结束。", hint: WAIT_FOR_END }),
  jobOfRun: () => ({
    message: "有一次连续编辑是由这个任务执行的。",
    hint: "请先在“评估”中删除那次运行。",
  }),
  serverOnly: () => ({ message: "这类任务只能在服务器上运行。", hint: "请在服务器上启动。" }),
  tabClosed: () => ({
    message: "执行本次运行的页面已关闭，因此没有结果。",
    hint: "请重新运行，并在完成之前保持页面打开。",
  }),
  editUnderWay: () => ({ message: "这个任务不是已成功的编辑。", hint: "请等它结束，或重新运行。" }),
  mergeUnderWay: () => ({ message: "这个任务不是已成功的合并。", hint: "请等它结束，或重新运行。" }),
  evolutionUnderWay: () => ({
    message: "这次演化还没有结束。",
    hint: "请等它结束；停止的演化再次运行时会继续。",
  }),
  runUnderWay: () => ({ message: "这次运行还没有结束。", hint: "请先取消或暂停它的任务。" }),
  noCheckpointYet: () => ({ message: "这次运行还没有到达检查点。", hint: "请等到第一个检查点。" }),
  runKeptNoState: () => ({ message: "这次运行没有保留该状态。", hint: "请选择它的一个检查点。" }),

  // The tab
  workerStopped: () => ({
    message: "承载模型的工作线程停止了。",
    hint: "通常是因为此标签页内存不足。请刷新页面，或改在服务器上运行。",
  }),
  workerEnded: () => ({ message: "为了停止另一项计算，工作线程已结束。", hint: "请重新运行。" }),
  notReady: () => ({
    message: "模型的版本尚未读取完毕，还没有可编辑的对象。",
    hint: "请稍候再运行。",
  }),
  noScript: () => ({
    message: "该文件不是演示脚本，或者含有此版本无法绘制的幻灯片。",
    hint: "请选择从此对话框保存的文件。",
  }),
  noWebGpu: () => ({
    message: "这台机器没有提供 WebGPU 设备。",
    hint: "请安装显卡驱动及其 Vulkan 部分，或改用处理器运行。",
  }),
  runtimeMemory: () => ({
    message: "运行时没有得到这个模型所需的内存。",
    hint: "请关闭其他标签页，选择较小的模型，或在服务器上运行。",
  }),

  // Fields
  fieldMissing: () => ({ message: "缺少这一项。", isOfField: true }),
  fieldEmpty: () => ({ message: "不能为空。", isOfField: true }),
  fieldWrong: () => ({ message: "填写的形式不对。", isOfField: true }),
  fieldOther: ({ expected }) => ({ message: `只能是：${expected}。`, isOfField: true }),
  fieldUnknown: ({ keys }) => ({ message: `没有这样的项：${keys}。`, isOfField: true }),
  fieldTooSmall: ({ least }) => ({ message: `至少为 ${least}。`, isOfField: true }),
  fieldTooBig: ({ most }) => ({ message: `至多为 ${most}。`, isOfField: true }),
  fieldTooShort: ({ least }) => ({ message: `至少 ${least} 个字符。`, isOfField: true }),
  fieldTooLong: ({ most }) => ({ message: `至多 ${most} 个字符。`, isOfField: true }),
  listTooShort: ({ least }) => ({ message: `至少 ${least} 项。`, isOfField: true }),
  listTooLong: ({ most }) => ({ message: `至多 ${most} 项。`, isOfField: true }),
  noSuchParameter: ({ owner, parameter, known }) => ({
    message: `${owner} 没有参数“${parameter}”。`,
    hint: `它的参数有：${known}。`,
  }),
  parameterFault: ({ method, parameter }) => ({ message: `${method} 的参数 ${parameter} 的值不合要求。` }),
  parameterFixed: ({ parameter, value }) => ({ message: `${parameter} 在这里只能是 ${value}。` }),

  // Accounts
  "sign-in": () => ({ message: "请先登录。" }),
  wrongPassword: () => ({
    title: "未能登录",
    message: "电子邮箱或密码不正确。",
    hint: "如果忘记了密码，请向管理员要一份新的邀请。",
  }),
  wrongPasswords: ({ most, minutes }) => ({
    message: `这个账户输错了 ${most} 次密码。`,
    hint: `请在 ${minutes} 分钟后再试。`,
  }),
  usedInvitation: () => ({
    title: "这份邀请无效",
    message: "它已被使用、撤回或已过期。",
    hint: "请向管理员再要一份。",
  }),
  roleNeeded: ({ has, whoGives }) => ({
    message: `您的角色（${has}）不允许这样做。`,
    hint: `管理员可以授予：${whoGives}。`,
  }),
  lastAdmin: () => ({ message: "这是最后一位管理员。", hint: "请先让另一个人成为管理员。" }),
  keyInvalid: () => ({ message: "这个 API 密钥无效，或已失效。", hint: "请在账户页面另建一个。" }),
  nameTaken: ({ name }) => ({ message: `这里已有人叫 ${name}。`, hint: "请在名字上加点什么。" }),
  emailTaken: () => ({ message: "这个电子邮箱已有账户。", hint: "请直接登录。" }),
} satisfies Partial<Sayings>;

/** What a store keeps, by the name that its errors use. */
const RECORDS: Readonly<Record<string, string>> = {
  version: "版本",
  branch: "分支",
  job: "任务",
  model: "模型",
  "knowledge graph": "知识图谱",
  "lifelong run": "连续编辑",
  preset: "预设",
  artifact: "统计量",
  measurement: "测量",
  person: "人员",
  key: "密钥",
  session: "会话",
  invitation: "邀请",
};

/** What a person has limits of, with the unit. */
const LIMITS: Readonly<Record<string, string>> = {
  runningJobs: "正在运行的任务",
  waitingJobs: "等待的任务",
  computeMinutes: "一天内的计算时间（分钟）",
  storageMb: "存储的结果（MB）",
};

const tenths = (value: string | number): string => String(Math.round(Number(value) * 10) / 10);
