// Collects the license texts of the packages whose code or data ends up in dist.
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

async function packages(modules) {
  const names = [];
  for (const entry of await readdir(modules)) {
    if (entry.startsWith(".")) continue;
    if (entry.startsWith("@")) {
      for (const inner of await readdir(path.join(modules, entry))) names.push(`${entry}/${inner}`);
    } else names.push(entry);
  }
  return names.sort();
}

/** Return one text: for each package that is shipped, its name, version, license and notice. */
export async function notices(modules) {
  const parts = [];
  for (const name of await packages(modules)) {
    if (name === "esbuild" || name.startsWith("@esbuild/") || name.startsWith("@types/")) continue;
    const folder = path.join(modules, name);
    const about = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? await readFile(path.join(folder, file), "utf8") : "";
    parts.push(`${name} ${about.version} (${about.license})\n\n${text.trim()}\n`);
  }
  return parts.join(`\n${"-".repeat(72)}\n\n`);
}
