/** The primitives. They know nothing of models or edits. */
export { Badge } from "./badge";
export type { BadgeProps, BadgeTone } from "./badge";
export { Button, buttonClass } from "./button";
export type { ButtonProps, ButtonSize, ButtonVariant } from "./button";
export { Card } from "./card";
export type { CardProps } from "./card";
export { DataTable } from "./data-table";
export type { Column, DataTableProps } from "./data-table";
export { Dialog } from "./dialog";
export type { DialogProps } from "./dialog";
export { Field } from "./field";
export type { ControlProps, FieldProps } from "./field";
export { IconButton } from "./icon-button";
export type { IconButtonProps } from "./icon-button";
export { Select, TextArea, TextInput } from "./inputs";
export type { SelectOption, SelectProps, TextAreaProps, TextInputProps } from "./inputs";
export { Kbd } from "./kbd";
export { Menu } from "./menu";
export type { MenuItem, MenuProps } from "./menu";
export { EmptyNote, ErrorNote } from "./notes";
export type { EmptyNoteProps, ErrorLike, ErrorNoteProps } from "./notes";
export { Popover } from "./popover";
export type { PopoverProps } from "./popover";
export { ProgressBar } from "./progress";
export type { ProgressBarProps } from "./progress";
export { SegmentedControl } from "./segmented-control";
export type { SegmentedControlProps } from "./segmented-control";
export { Skeleton } from "./skeleton";
export { Tabs } from "./tabs";
export type { TabsProps } from "./tabs";
export { Checkbox, Switch } from "./toggles";
export type { ToggleProps } from "./toggles";
export { Tooltip } from "./tooltip";
export type { TooltipProps } from "./tooltip";
export { toast } from "sonner";
export {
  formatBytes,
  formatCount,
  formatDuration,
  formatNats,
  formatPercent,
  formatTime,
  shortId,
} from "./format";
