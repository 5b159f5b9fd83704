import type { errors as english } from "../en/errors";

export const errors: typeof english = {
  titles: {
    invalid_input: "输入有误",
    not_found: "找不到这个 id 对应的内容",
    conflict: "与现有内容冲突",
    forbidden: "此处不允许该操作",
    unauthorized: "请先登录",
    too_many: "一次请求得太多",
    too_large: "请求过大",
    unsupported: "不支持这种组合",
    runtime_unavailable: "目前无法连接",
    out_of_memory: "内存不足",
    storage_full: "磁盘已满",
    no_effect: "没有发生任何改变",
    numerical: "数值计算失败",
    integrity: "数据与预期不符",
    interrupted: "在完成之前被中断",
    cancelled: "已取消",
    internal: "Palimpsest 出现了缺陷",
  },
  reasons: {
    wrongPassword: {
      title: "未能登录",
      message: "电子邮箱或密码不正确。",
      hint: "如果忘记了密码，请向管理员要一份新的邀请。",
    },
    usedInvitation: {
      title: "这份邀请无效",
      message: "它已被使用、撤回或已过期。",
      hint: "请向管理员再要一份。",
    },
    offline: {
      message: "服务器没有响应。",
      hint: "请确认 Palimpsest 仍在运行，然后重试。",
    },
    hubAway: {
      title: "无法连接到模型库",
      message: "服务器无法连接到模型库，或者模型库没有响应。",
      hint: "请检查服务器的网络，用 PALIMPSEST_HUB_MIRRORS 指定镜像，或者从文件夹添加模型。",
    },
    unknownSubject: {
      title: "知识图谱里没有这个主语",
      message: "内置的知识图谱不知道关于这个主语的这件事。",
      hint: "请自己填写探针，或者选用一个示例。",
    },
    noScript: {
      message: "该文件不是演示脚本，或者含有此版本无法绘制的幻灯片。",
      hint: "请选择从此对话框保存的文件。",
    },
    unreadable: {
      message: "无法读取服务器的回答。",
      hint: "页面与服务器的版本可能不一致，请刷新页面。",
    },
    workerStopped: {
      message: "承载模型的工作线程停止了。",
      hint: "通常是因为此标签页内存不足。请刷新页面，或改在服务器上运行。",
    },
    tabClosed: {
      message: "执行本次运行的页面已关闭，因此没有结果。",
      hint: "请重新运行，并在完成之前保持页面打开。",
    },
    notReady: {
      message: "模型的版本尚未读取完毕，还没有可编辑的对象。",
      hint: "请稍候再运行。",
    },
  },
  field: (name) => `字段：${name}`,
  moreIssues: (n) => `另有 ${n} 项`,
  page: {
    title: "无法绘制此页面",
    detail: "您的版本是安全的：页面故障不会影响任何已保留的内容。",
    retry: "重新绘制",
    reference: (digest) => `参考编号 ${digest}`,
  },
  notFound: {
    title: "没有这个页面",
    detail: "地址可能来自旧版本，或输入有误。",
    action: "打开“编辑”",
  },
};
