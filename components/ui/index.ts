/** The primitives. They know nothing of models or edits. */
export { Badge } from "./badge";
export type { BadgeProps, BadgeTone } from "./badge";
export { Button, buttonClass } from "./button";
export type { ButtonProps, ButtonSize, ButtonVariant } from "./button";
export { Card } from "./card";
export type { CardProps } from "./card";
export { DataTable } from "./data-table";
export type { Column, DataTableProps } from "./data-table";
export { Dialog } from "./overlays/dialog";
export type { DialogProps } from "./overlays/dialog";
export { Field } from "./forms/field";
export type { ControlProps, FieldProps } from "./forms/field";
export { IconButton } from "./icon-button";
export type { IconButtonProps } from "./icon-button";
export { Select, TextArea, TextInput } from "./forms/inputs";
export type { SelectOption, SelectProps, TextAreaProps, TextInputProps } from "./forms/inputs";
export { Kbd } from "./kbd";
export { Menu } from "./overlays/menu";
export type { MenuItem, MenuProps } from "./overlays/menu";
export { EmptyNote, ErrorNote } from "./notes";
export type { EmptyNoteProps, ErrorLike, ErrorNoteProps } from "./notes";
export { Popover } from "./overlays/popover";
export type { PopoverProps } from "./overlays/popover";
export { ProgressBar } from "./progress";
export type { ProgressBarProps } from "./progress";
export { SegmentedControl } from "./forms/segmented-control";
export type { SegmentedControlProps } from "./forms/segmented-control";
export { Skeleton } from "./skeleton";
export { Tabs } from "./tabs";
export type { TabsProps } from "./tabs";
export { Checkbox, Switch } from "./forms/toggles";
export type { ToggleProps } from "./forms/toggles";
export { Tooltip } from "./overlays/tooltip";
export type { TooltipProps } from "./overlays/tooltip";
export { toast } from "sonner";
export {
  formatBytes,
  formatCount,
  formatDuration,
  formatNats,
  formatPercent,
  formatPoints,
  formatTime,
  shortId,
} from "./format";
