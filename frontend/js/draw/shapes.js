// Shapes as lines of text: a point a line, longitude first; an empty line between parts.
const PAIR = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/;

/** Return the parts of a text; lines that are no place are passed over: the server names them. */
export function fromText(text) {
  const parts = [[]];
  for (const line of text.split(/\r?\n/)) {
    const found = PAIR.exec(line);
    if (found) {
      let [lon, lat] = [Number(found[1]), Number(found[2])];
      if (Math.abs(lat) > 90) [lon, lat] = [lat, lon];
      if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) parts.at(-1).push([lon, lat]);
    } else if (!line.trim()) parts.push([]);
  }
  return parts.filter((points) => points.length);
}

export function asText(parts) {
  return parts.map((points) => points.map(([lon, lat]) => `${lon}, ${lat}`).join("\n")).join("\n\n");
}

const same = (one, other) => one[0] === other[0] && one[1] === other[1];

/** Return what is drawn so far as GeoJSON; null for nothing. An unfinished area is a line. */
export function asGeometry(parts, kind) {
  if (!parts.length) return null;
  const points = parts.flat();
  if (kind === "Point" || points.length === 1) return { type: "Point", coordinates: points[0] };
  const closed = parts.every((part) => part.length > 3 && same(part[0], part.at(-1)));
  const area = kind === "Polygon" ? parts.every((part) => part.length > 2) : kind === "Mixed" && closed;
  if (!area) return { type: "MultiLineString", coordinates: parts.filter((part) => part.length > 1) };
  const rings = parts.map((part) => (same(part[0], part.at(-1)) ? part : [...part, part[0]]));
  return { type: "Polygon", coordinates: rings };
}
