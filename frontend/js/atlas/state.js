// The map's state as its address tells it: `[-]id[:opacity[:tone]]`, the topmost first, and a place.
// src/idea/engines/features/atlas/stack.py reads and writes the same.

function token({ id, opacity, tone, shown }, below, tones) {
  const usual = tone === below % tones; // what comes on top takes the next tone
  const strength = !usual || opacity < 100 ? `:${opacity}` : "";
  return `${shown ? "" : "-"}${encodeURIComponent(id)}${strength}${usual ? "" : `:${tone}`}`;
}

/** Return the shortest query of `layers`, `at` ([lon, lat, zoom] or null) and dates, or "". */
export function query(layers, at, tones, { when = "", other = "" } = {}) {
  const said = [];
  if (layers.length) said.push(`layers=${layers.map((layer, at) => token(layer, layers.length - 1 - at, tones)).join()}`);
  if (at) said.push(`at=${at[0].toFixed(5)},${at[1].toFixed(5)},${Number(at[2].toPrecision(4))}`);
  if (when) said.push(`datetime=${when}`);
  if (other) said.push(`compare=${other}`);
  return said.length ? `?${said.join("&")}` : "";
}

/** Return the first tone that no layer has. */
export function freeTone(layers, tones) {
  const used = new Set(layers.map(({ tone }) => tone));
  for (let tone = 0; tone < tones; tone++) if (!used.has(tone)) return tone;
  return layers.length % tones;
}
