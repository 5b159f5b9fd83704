/** Records of a Parquet file, the form in which hubs store datasets. */
import { parquetReadObjects } from "hyparquet";
import type { Records } from "./records";

const MAGIC = [0x50, 0x41, 0x52, 0x31]; // "PAR1"

export function isParquet(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** A file that cannot be read is one fault: its rows are not where a broken footer says. */
export async function readParquet(bytes: Uint8Array): Promise<Records> {
  try {
    // A copy, because the reader takes whole buffers, and a slice of Node's own shares one with others.
    const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
    return {
      records: rows.map((value, index) => ({ path: String(index), value: plain(value) })),
      faults: [],
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { records: [], faults: [{ code: "notParquet", values: { message } }] };
  }
}

/** Large integers as numbers, times and bytes as text: what JSON would have. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (Array.isArray(value)) return value.map(plain);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, plain(inside)]));
}
