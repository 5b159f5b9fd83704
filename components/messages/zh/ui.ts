import { formatDuration } from "@/components/ui/format";
import type { ui as english } from "../en/ui";

export const ui: typeof english = {
  close: "关闭",
  cancel: "取消",
  retry: "重试",
  working: "进行中…",
  loading: "正在加载",
  anonymous: "未署名",
  optional: "选填",
  required: "必填",
  copy: "复制",
  copied: "已复制",
  progress: (percent) => `百分之 ${percent}`,
  progressUnknown: "进行中",
  scrollTable: (caption) => `${caption}，可滚动的表格`,
  emptyTable: "还没有任何行。",
  justNow: "刚刚",
  minutesAgo: (n) => `${n} 分钟前`,
  duration: (ms) => formatDuration(ms, { ms: "毫秒", seconds: "秒", minutes: "分", hours: "小时" }),
  hoursAgo: (n) => `${n} 小时前`,
};
