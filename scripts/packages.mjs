/** Installs what the lock file names, exactly, unless node_modules holds it already. Plain JavaScript, since nothing is installed yet. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

if (isInstalled()) process.stdout.write("node_modules is up to date\n");
else
  process.exitCode = spawnSync("npm ci --no-audit --no-fund", { stdio: "inherit", shell: true }).status ?? 1;

/** npm lists what it installed in node_modules. Packages of other platforms are optional and absent from it. */
function isInstalled() {
  const installed = packagesIn("node_modules/.package-lock.json");
  return Object.entries(packagesIn("package-lock.json")).every(
    ([folder, { version, optional }]) => folder === "" || optional || installed[folder]?.version === version,
  );
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), "utf8")).packages;
  } catch {
    return {}; // nothing was installed so far
  }
}
