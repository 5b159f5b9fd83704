/** What the palette can find: each source knows one kind of thing with an address, or the actions there are. */
import type { LucideIcon } from "lucide-react";
import type { Messages } from "@/components/messages";

export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  /** More words that find it. */
  readonly keywords?: readonly string[];
  readonly icon: LucideIcon;
  readonly onSelect: () => void;
}

export interface PaletteTools {
  /** What is typed, without space around it. */
  readonly query: string;
  /** Opens an address of the workbench, on the model, branch and place of now. */
  readonly go: (path: string, query?: Readonly<Record<string, string>>) => void;
  readonly onPresent: () => void;
  readonly onKeys: () => void;
}

export interface PaletteSource {
  readonly id: keyof Messages["shell"]["palette"]["sources"];
  /** Called as a hook: it may ask the server, which an open palette does once. */
  useEntries(tools: PaletteTools): readonly PaletteEntry[];
}
