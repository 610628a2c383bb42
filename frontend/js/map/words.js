// What a feature is called, where it stands, and its properties as a table. Text only, never HTML.
const NAMELIKE = /(^|_)(name|title)$|名稱|名$|^站名|title|label/i;
const ENDS_SO = /name$/i; // TOWNNAME: of several, the last is the finest

export function nameOf(feature, fallback) {
  const properties = Object.entries(feature.properties ?? {}).filter(([, value]) => value !== null && value !== "");
  const named = properties.find(([key]) => NAMELIKE.test(key)) ?? properties.findLast(([key]) => ENDS_SO.test(key)) ?? properties.find(([, value]) => typeof value === "string");
  return String((named ?? properties[0])?.[1] ?? fallback);
}

function positions(geometry) {
  if (!geometry) return [];
  if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap(positions);
  return geometry.coordinates.flat(Infinity).length ? flatten(geometry.coordinates) : [];
}

function flatten(coordinates) {
  return typeof coordinates[0] === "number" ? [coordinates] : coordinates.flatMap(flatten);
}

/** Return [west, south, east, north] of a GeoJSON geometry, or null where it is empty. */
export function boxOf(geometry) {
  const all = positions(geometry);
  if (!all.length) return null;
  let [west, south] = all[0];
  let [east, north] = all[0];
  for (const [x, y] of all) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  return [west, south, east, north];
}

export function middleOf(geometry) {
  if (geometry.type === "Point") return geometry.coordinates;
  const [west, south, east, north] = boxOf(geometry);
  return [(west + east) / 2, (south + north) / 2];
}

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Return a table of the feature's properties for a popup. */
export function propertyTable(feature, fallback) {
  const box = element("div", "map__popup");
  box.append(element("h3", "", nameOf(feature, fallback)));
  const list = element("dl", "facts facts--stacked");
  for (const [key, value] of Object.entries(feature.properties ?? {})) {
    if (value === null || value === "") continue;
    list.append(element("dt", "", key), element("dd", "", typeof value === "object" ? JSON.stringify(value) : String(value)));
  }
  box.append(list);
  return box;
}
