import type { errors as english } from "../en/errors";
import { reasons } from "./core/reasons";

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
  reasons,
  untranslated: "这个错误还没有中文说明。",
  original: "英文原文",
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
