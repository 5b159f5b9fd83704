import { spawn } from "node:child_process";
import { readFileSync, readdirSync, rmSync, mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";
import { startServer } from "./lib/server/testing/start-server";
import { EditPage } from "./e2e/pages/edit-page";
const data = "/tmp/engine/tabdata"; rmSync(data, { recursive: true, force: true }); mkdirSync(data, { recursive: true });
const log = (...x: unknown[]) => console.log(((Date.now() - t00) / 1000).toFixed(1), ...x); const t00 = Date.now();
const server = await startServer({ port: 4101, dataFolder: data, ownGroup: true, variables: { HOST: "127.0.0.1" } });
const stop = async () => { await server.kill("SIGKILL").catch(() => {}); };
try {
  const bytes = readFileSync("/tmp/engine/gguf/smollm2-135m.gguf");
  let r = await fetch(`${server.url}/api/models/smollm/files/model.gguf`, { method: "PUT", body: bytes }); log("put", r.status);
  r = await fetch(`${server.url}/api/models`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ modelId: "smollm", name: "SmolLM2" }) }); log("add", r.status, (await r.text()).slice(0, 200));
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  const pss = () => { // of all processes of this browser
    let total = 0, most = 0; const parents = new Map<number, number>();
    for (const d of readdirSync("/proc")) if (/^\d+$/.test(d)) try { const s = readFileSync(`/proc/${d}/stat`, "utf8"); const rest = s.slice(s.lastIndexOf(")") + 2).split(" "); parents.set(Number(d), Number(rest[1])); } catch {}
    const mine = (p: number): boolean => { for (let x = p; x && x !== 1; x = parents.get(x) ?? 0) if (x === process.pid) return true; return false; };
    for (const d of parents.keys()) try { const cmd = readFileSync(`/proc/${d}/cmdline`, "utf8"); if (!cmd.includes("chromium") || !cmd.includes("type=renderer") || !mine(d)) continue; const v = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${d}/smaps_rollup`, "utf8"))?.[1] ?? 0) / 1024; total += v; most = Math.max(most, v); } catch {}
    return most;
  };
  let peak = 0; const timer = setInterval(() => { peak = Math.max(peak, pss()); }, 400);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(() => { (window as any).__long = []; new PerformanceObserver((l) => { for (const e of l.getEntries()) (window as any).__long.push([Math.round(e.startTime), Math.round(e.duration)]); }).observe({ entryTypes: ["longtask"] }); });
  const longs = async () => JSON.stringify((await page.evaluate(() => (window as any).__long)).sort((a: number[], b: number[]) => b[1] - a[1]).slice(0, 6));
  const edit = new EditPage(page);
  let t = Date.now();
  await page.goto(`${server.url}/edit?m=smollm`);
  await edit.answers.first().or(edit.factsOffer).waitFor({ timeout: 240_000 });
  log("open to offer/answers", ((Date.now() - t) / 1000).toFixed(1), "peak MB", peak.toFixed(0), "long", await longs());
  const one = (target: string) => JSON.stringify({ subject: "Nevada", prompt: "The capital of the state of {} is", target_new: target, target_true: "Carson City", rephrases: ["The state capital of Nevada is"] });
  await edit.pasteList(one("Boston"));
  await edit.listDialog.getByRole("button", { name: "Use this edit" }).click();
  await edit.answers.first().waitFor({ timeout: 240_000 });
  log("first tokens after", ((Date.now() - t) / 1000).toFixed(1), JSON.stringify((await edit.readAnswers()).slice(0, 2)), "peak", peak.toFixed(0), "long", await longs());
  if (process.env.OPEN_ONLY) throw new Error("enough");
  await edit.tick({ ROME: true }).catch((e) => log("tick", String(e).slice(0, 200)));
  for (const target of ["Boston", "Chicago"]) {
    if (target !== "Boston") { await edit.pasteList(one(target)); await edit.listDialog.getByRole("button", { name: "Use this edit" }).click(); }
    log("run bar", (await page.getByRole("region", { name: "Run the edit", exact: true }).innerText()).replaceAll("\n", " | ").slice(0, 300));
    t = Date.now(); peak = 0; await page.evaluate(() => { (window as any).__long = []; });
    await edit.run.click();
    let last = "";
    for (;;) {
      await page.waitForTimeout(1000);
      const p = await edit.progress.first().getAttribute("aria-valuetext").catch(() => null);
      const bar = (await page.getByRole("region", { name: "Run the edit", exact: true }).innerText().catch(() => "")).replaceAll("\n", " ").replace(/\d+/g, "#").slice(0, 90);
      if (bar !== last) { log("  ", bar, p ?? "", "peak", peak.toFixed(0)); last = bar; }
      if (await edit.keep.isVisible().catch(() => false) && !(await edit.cancel.isVisible().catch(() => false))) break;
      if (Date.now() - t > 540_000) { log("gave up"); break; }
    }
    log("ROME", target, ((Date.now() - t) / 1000).toFixed(1), "s, peak MB", peak.toFixed(0), "long", await longs());
    log((await edit.verdict.innerText()).slice(0, 300).replaceAll("\n", " | "));
  }
  await page.screenshot({ path: "/tmp/engine/tab.png" });
  clearInterval(timer); await browser.close();
} catch (e) { log("error", String(e).slice(0, 400)); } finally { await stop(); process.exit(0); }
