/** The primitives. They know nothing of models or edits. */
export { Badge } from "./badge";
export type { BadgeTone } from "./badge";
export { Button, buttonClass } from "./button";
export { Card } from "./card";
export { DataTable } from "./data-table";
export type { Column } from "./data-table";
export { Dialog } from "./overlays/dialog";
export { Field } from "./forms/field";
export type { ControlProps } from "./forms/field";
export { IconButton } from "./icon-button";
export { Select, TextArea, TextInput } from "./forms/inputs";
export { Kbd } from "./kbd";
export { Menu } from "./overlays/menu";
export type { MenuItem } from "./overlays/menu";
export { EmptyNote, ErrorNote } from "./notes/notes";
export type { ErrorLike } from "./notes/notes";
export { Popover } from "./overlays/popover";
export { ProgressBar } from "./progress";
export { SegmentedControl } from "./forms/segmented-control";
export { Skeleton } from "./skeleton";
export { Tabs } from "./tabs";
export { Checkbox, Switch } from "./forms/toggles";
export { Tooltip } from "./overlays/tooltip";
export { toast } from "sonner";
export {
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatPoints,
  formatTime,
  shortId,
} from "./format";
