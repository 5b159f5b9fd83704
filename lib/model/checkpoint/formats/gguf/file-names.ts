/** What the names of GGUF files tell: which of them are parts of one model, and how its weights are stored. */
import { parseGGUFQuantLabel, parseGgufShardFilename } from "@huggingface/gguf";
import { BLOCK_TYPES } from "./block-types";

/** One of several models in a folder or repository: a file, or the parts of a split one. */
export interface GgufChoice {
  /** Names the choice: the file, or the first part. */
  readonly file: string;
  /** All of its files, in order. */
  readonly files: readonly string[];
  /** As its publisher calls the types of its weights: "Q4_K_M". Absent where the name does not tell. */
  readonly quantization?: string;
  /** Whether that type of weights is read here. Absent where the name does not tell; the header does. */
  readonly isRead?: boolean;
}

/** The names of all files of the model that has a file of this name; parts are named NAME-00001-of-00003.gguf. */
export function ggufPartNames(name: string): readonly string[] {
  const part = parseGgufShardFilename(name);
  if (!part) return [name];
  const { prefix, total } = part;
  return Array.from(
    { length: Number(total) },
    (_, i) => `${prefix}-${String(i + 1).padStart(5, "0")}-of-${total}.gguf`,
  );
}

/** The models among these files, in the order of their names. Names of other files are left out. */
export function ggufChoices(names: readonly string[]): readonly GgufChoice[] {
  const known = new Set<string>();
  return names
    .filter((name) => name.endsWith(".gguf"))
    .toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .flatMap((name) => {
      const files = ggufPartNames(name);
      const [file] = files;
      if (known.has(file)) return [];
      known.add(file);
      const quantization = parseGGUFQuantLabel(file);
      return { file, files, ...(quantization && { quantization, isRead: isReadType(quantization) }) };
    });
}

/** "Q4_K_M" mixes Q4_K with larger types of the same kind, and so do "Q4_K_S" and "Q4_K_L". */
function isReadType(quantization: string): boolean {
  const type = quantization.replace(/^UD-/, "");
  const known = [...BLOCK_TYPES.values()].map(({ name }) => name);
  return known.includes(type) || known.includes(type.replace(/_(S|M|L|XL)$/, ""));
}
