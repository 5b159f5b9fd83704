/** Secrets that are shown once and stored as their hash: links of invitations and API keys. */
import { createHash, randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";

/** 256 random bits, which nobody guesses; so a plain hash of it will do, and it needs no salt. */
export function newSecret(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString("base64url")}`;
}

export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** The key that signs cookies. It is made at the first start and read by nobody but the owner of the data folder. */
export async function signingKey(file: string): Promise<string> {
  try {
    await writeFile(file, randomBytes(48).toString("base64"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return (await readFile(file, "utf8")).trim();
}
