/** The eight places of the left rail, in order. */
import {
  BookOpenText,
  Combine,
  FlaskConical,
  GitBranch,
  MessagesSquare,
  Microscope,
  Network,
  PenLine,
  type LucideIcon,
} from "lucide-react";
import type { Messages } from "@/components/messages";

export interface PlaceEntry {
  readonly id: keyof Messages["places"];
  readonly path: string;
  readonly icon: LucideIcon;
}

export const PLACES: readonly PlaceEntry[] = [
  { id: "edit", path: "/edit", icon: PenLine },
  { id: "chat", path: "/chat", icon: MessagesSquare },
  { id: "history", path: "/history", icon: GitBranch },
  { id: "evaluate", path: "/evaluate", icon: FlaskConical },
  { id: "explore", path: "/explore", icon: Microscope },
  { id: "knowledge", path: "/knowledge", icon: Network },
  { id: "merge", path: "/merge", icon: Combine },
  { id: "library", path: "/library", icon: BookOpenText },
];
