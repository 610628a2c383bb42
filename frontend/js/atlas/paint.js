// How a layer looks: its tone, or the style that its own collection keeps.

const byZoom = (...stops) => ["interpolate", ["linear"], ["zoom"], ...stops];
const many = [">", ["coalesce", ["get", "_count"], 1], 1]; // a point that stands for several
const isKind = (kind) => ["==", ["geometry-type"], kind];
const radius = (size) => ["case", many, size + 2, size];

export function color(tone) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--map-tone-${tone}`).trim();
}

function edge() {
  return getComputedStyle(document.documentElement).getPropertyValue("--map-data-edge").trim();
}

/** Return the MapLibre layers of a layer, the undermost first, without their source. */
export function parts(layer) {
  const name = (part) => `${layer.id}|${part}`;
  const from = { "source-layer": "features" };
  if (layer.styled) return layer.styled.map((part, at) => ({ ...part, ...from, id: name(at) }));
  const made = [];
  if (layer.kind === "area" || layer.kind === "mixed") {
    made.push({ id: name("area"), type: "fill", ...from, filter: isKind("Polygon"), paint: { "fill-color": color(layer.tone) } });
  }
  if (layer.kind !== "point") {
    const width = layer.kind === "area" ? byZoom(6, 0.6, 14, 2) : byZoom(6, 1.2, 14, 3);
    made.push({ id: name("line"), type: "line", ...from, filter: ["!", isKind("Point")], paint: { "line-color": color(layer.tone), "line-width": width } });
  }
  if (layer.kind === "point" || layer.kind === "mixed") {
    const dot = { "circle-color": color(layer.tone), "circle-radius": byZoom(6, radius(2), 11, radius(4.5), 16, radius(8)) };
    const rim = { "circle-stroke-color": edge(), "circle-stroke-width": byZoom(6, 0.4, 11, 1.5) };
    made.push({ id: name("point"), type: "circle", ...from, filter: isKind("Point"), paint: { ...dot, ...rim } });
  }
  return made;
}

const STRENGTHS = { fill: ["fill-opacity"], line: ["line-opacity"], circle: ["circle-opacity", "circle-stroke-opacity"], symbol: ["icon-opacity", "text-opacity"], "fill-extrusion": ["fill-extrusion-opacity"] };

/** Return [layer, property, value] that give a layer its opacity. */
export function paint(layer) {
  return parts(layer).flatMap(({ id, type, paint: own }) =>
    (STRENGTHS[type] ?? []).map((name) => {
      const usual = typeof own?.[name] === "number" ? own[name] : type === "fill" && !layer.styled ? 0.25 : 1;
      return [id, name, (usual * layer.opacity) / 100];
    }),
  );
}

const STYLES = /\/rel\/ogc\/1\.0\/styles$/;
const PLAIN = "plain"; // listed only where the default is a style that somebody saved

/** Return { layers, legend } of the style a collection keeps of its own; null where it has none. */
export async function ownStyle(collections, id) {
  const read = async (address) => {
    const answer = await fetch(new URL(address, location.href), { headers: { Accept: "application/json" } });
    return answer.ok ? answer.json() : null;
  };
  try {
    const told = await read(`${collections}/${encodeURIComponent(id)}?f=json`);
    const all = told?.links?.find(({ rel }) => STYLES.test(rel));
    const kept = all && (await read(all.href));
    if (!kept?.styles?.some((style) => style.id === PLAIN)) return null;
    const { links } = kept.styles.find((style) => style.id === kept.default);
    const wanted = (rel) => links.find((link) => link.rel === rel)?.href;
    const [sheet, legend] = await Promise.all([read(wanted("stylesheet")), wanted("legend") && read(wanted("legend"))]);
    const layers = sheet?.layers?.filter(({ type }) => type in STRENGTHS);
    return layers?.length ? { layers, legend: legend?.entries ?? [] } : null;
  } catch {
    return null; // its own style is a gain; the usual one shows the same features
  }
}
