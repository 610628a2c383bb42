// The quiet base map: land, borders and names from our own files, in the colors of the page.
const EMPTY = { type: "FeatureCollection", features: [] };

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--map-${name}`).trim();
}

const geojson = (data) => ({ type: "geojson", data });

const label = (id, source, language, minzoom, maxzoom, size) => ({
  id,
  source,
  minzoom,
  maxzoom,
  type: "symbol",
  layout: {
    "text-field": ["get", language],
    "text-font": ["Noto Sans TC"],
    "text-size": size,
    "text-padding": 8,
    "text-max-width": 8,
  },
  paint: {
    "text-color": color("label"),
    "text-halo-color": color("land"),
    "text-halo-width": 1.5,
  },
});

function baseLayers(language, hasTiles) {
  if (hasTiles) return [{ id: "tiles", type: "raster", source: "tiles" }];
  return [
    { id: "land", type: "fill", source: "land", paint: { "fill-color": color("land") } },
    { id: "coast", type: "line", source: "land", paint: { "line-color": color("border"), "line-width": 0.8 } },
    {
      id: "towns",
      type: "line",
      source: "towns",
      minzoom: 9,
      paint: { "line-color": color("border-soft"), "line-width": 1 },
    },
    { id: "counties", type: "line", source: "counties", paint: { "line-color": color("border"), "line-width": 1.2 } },
  ];
}

const isKind = (kind) => ["==", ["geometry-type"], kind];
const byZoom = (...stops) => ["interpolate", ["linear"], ["zoom"], ...stops];

const many = [">", ["coalesce", ["get", "_count"], 1], 1]; // a point that stands for several

/**
 * The layers of a source with features of any kind. `tone` is a map color of the page; `inside`
 * names the layer of a vector tile, where the source is made of tiles.
 */
function featureLayers(source, tone, widen, inside) {
  const from = inside ? { source, "source-layer": inside } : { source };
  const radius = (size) => ["case", many, size + widen + 2, size + widen];
  return [
    {
      id: `${source}-area`,
      type: "fill",
      ...from,
      filter: isKind("Polygon"),
      paint: { "fill-color": color(tone), "fill-opacity": 0.25 },
    },
    {
      id: `${source}-line`,
      type: "line",
      ...from,
      filter: ["!", isKind("Point")],
      paint: { "line-color": color(tone), "line-width": byZoom(6, 1 + widen, 14, 2.5 + widen) },
    },
    {
      id: `${source}-point`,
      type: "circle",
      ...from,
      filter: isKind("Point"),
      paint: {
        "circle-color": color(tone),
        "circle-radius": byZoom(6, radius(2), 11, radius(4.5), 16, radius(8)),
        "circle-stroke-color": color("data-edge"),
        "circle-stroke-width": byZoom(6, 0.4, 11, 1.5),
      },
    },
  ];
}

/** The layers of the collection's own style, on the source of this map; joined points apart. */
function ownLayers({ layers }, inside) {
  const own = layers.map((layer) => {
    const made = { ...layer, id: `own-${layer.id}`, source: "data" };
    if (layer.type === "circle") made.filter = ["all", layer.filter ?? true, ["!", many]];
    return made;
  });
  const joined = featureLayers("data", "data", 0, inside).find(({ type }) => type === "circle");
  return [...own, { ...joined, filter: ["all", isKind("Point"), many] }];
}

/** Return the ids of the layers whose features can be chosen. */
export function clickable({ layer }) {
  if (!layer?.style?.layers) return CLICKABLE;
  const chosen = layer.style.layers.filter(({ type }) => type !== "heatmap" && type !== "symbol");
  return [...chosen.map(({ id }) => `own-${id}`), "data-point"];
}

export const raised = ({ layer }) => Boolean(layer?.style?.layers?.some(({ type }) => type === "fill-extrusion"));

const tileSource = ({ tiles, bbox }) => ({
  type: "vector",
  tiles: [location.origin + tiles],
  bounds: bbox,
  maxzoom: 14, // deeper, the tiles of level 14 are exact enough
});

/** Return a MapLibre style with the base map, the `data` layers and the `chosen` layers on top. */
export function style({ base, tiles, language, layer }, data = EMPTY, chosen = EMPTY) {
  const sources = {
    data: layer ? tileSource(layer) : geojson(data),
    chosen: geojson(chosen),
    countyNames: geojson(base["county-labels"]),
    townNames: geojson(base["town-labels"]),
  };
  if (layer?.cells) {
    sources.cells = { type: "raster", tiles: [location.origin + layer.cells], tileSize: 256, bounds: layer.bbox };
  }
  if (tiles?.url) {
    sources.tiles = { type: "raster", tiles: [tiles.url], tileSize: 256, attribution: tiles.attribution };
  } else {
    Object.assign(sources, {
      land: geojson(base.land),
      counties: geojson(base.counties),
      towns: geojson(base.towns),
    });
  }
  const names = tiles?.url
    ? []
    : [
        label("county-names", "countyNames", language, 5.5, 9.5, byZoom(6, 11, 9, 14)),
        label("town-names", "townNames", language, 9.5, 24, byZoom(9, 11, 13, 14)),
      ];
  return {
    version: 8,
    sources,
    layers: [
      { id: "sea", type: "background", paint: { "background-color": color("sea") } },
      ...baseLayers(language, Boolean(tiles?.url)),
      ...(layer?.style?.layers ? ownLayers(layer.style, "features") : featureLayers("data", "data", 0, layer && "features")),
      // A raster's outline lies under its cells: it can be chosen, and does not tint them.
      ...(layer?.cells ? [{ id: "cells", type: "raster", source: "cells" }] : []),
      ...names,
      ...featureLayers("chosen", "chosen", 1.5),
    ],
  };
}

export const CLICKABLE = ["data-point", "data-line", "data-area"];
export { EMPTY };
