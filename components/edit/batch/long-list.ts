"use client";

/**
 * Lists of edits that are too long for an address. The tab keeps each under a short name made from its content, the address
 * has the name, and a reload or Back finds it again. Another tab or person does not; the page then says so.
 */
import { useCallback, useState } from "react";
import { z } from "zod";
import { DraftCode, MOST_EDITS } from "../view-state";

const PREFIX = "palimpsest-edits-";
/** Lists that a tab keeps; each change of one makes a new one. */
const KEPT = 6;
const Codes = z.array(DraftCode).min(1).max(MOST_EDITS);

interface LongLists {
  /** The list of this name; null when this tab does not have it. */
  read(name: string): readonly DraftCode[] | null;
  /** Keeps a list and gives its name. */
  write(codes: readonly DraftCode[]): string;
}

export function useLongLists(): LongLists {
  // What was written or read last, so that a browser that refuses storage still shows it until the page is left.
  const [lists, setLists] = useState<ReadonlyMap<string, readonly DraftCode[]>>(new Map());
  const read = useCallback((name: string) => lists.get(name) ?? readStored(name), [lists]);
  const write = useCallback((codes: readonly DraftCode[]) => {
    const text = JSON.stringify(codes);
    const name = nameOf(text);
    store(name, text);
    setLists(new Map([[name, codes]]));
    return name;
  }, []);
  return { read, write };
}

function readStored(name: string): readonly DraftCode[] | null {
  try {
    const text = sessionStorage.getItem(PREFIX + name);
    return text === null ? null : (Codes.safeParse(JSON.parse(text)).data ?? null);
  } catch {
    return null; // storage is switched off, or this server-side drawing has none
  }
}

/** The oldest lists make room. A browser that refuses even then keeps the list only while the page is open. */
function store(name: string, text: string): void {
  try {
    const kept = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX) && key !== PREFIX + name);
    const order = kept.sort((a, b) => timeOf(a) - timeOf(b));
    for (const key of order.slice(0, Math.max(0, order.length - KEPT + 1))) forget(key);
    sessionStorage.setItem(`${PREFIX}${name}`, text);
    sessionStorage.setItem(`time-${PREFIX}${name}`, String(Date.now()));
  } catch {
    return; // the list lives in the page, as the comment above says
  }
}

function timeOf(key: string): number {
  return Number(sessionStorage.getItem(`time-${key}`) ?? 0);
}

function forget(key: string): void {
  sessionStorage.removeItem(key);
  sessionStorage.removeItem(`time-${key}`);
}

/** Two 32-bit FNV-1a hashes in base 36: short, the same for the same list, and collisions cost nothing but a wrong reload. */
function nameOf(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x01000193 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ (code + i), 0x01000193);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}
