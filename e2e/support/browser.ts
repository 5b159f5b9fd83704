/** Which browser the journeys use: Playwright's own where it is installed, else the system's Chromium. */
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const SYSTEM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The program to start, or undefined for Playwright's own. */
export function browserPath(): string | undefined {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return existsSync(chromium.executablePath()) ? undefined : SYSTEM.find((file) => existsSync(file));
}
