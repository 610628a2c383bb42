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

/** The layers of a source with features of any kind. `tone` is a map color of the page. */
function featureLayers(source, tone, widen) {
  return [
    {
      id: `${source}-area`,
      type: "fill",
      source,
      filter: isKind("Polygon"),
      paint: { "fill-color": color(tone), "fill-opacity": 0.25 },
    },
    {
      id: `${source}-line`,
      type: "line",
      source,
      filter: ["!", isKind("Point")],
      paint: { "line-color": color(tone), "line-width": byZoom(6, 1 + widen, 14, 2.5 + widen) },
    },
    {
      id: `${source}-point`,
      type: "circle",
      source,
      filter: isKind("Point"),
      paint: {
        "circle-color": color(tone),
        "circle-radius": byZoom(6, 2.5 + widen, 11, 5 + widen, 16, 8 + widen),
        "circle-stroke-color": color("data-edge"),
        "circle-stroke-width": byZoom(6, 0.5, 11, 1.5),
      },
    },
  ];
}

/** Return a MapLibre style with the base map, the `data` layers and the `chosen` layers on top. */
export function style({ base, tiles, language }, data = EMPTY, chosen = EMPTY) {
  const sources = {
    data: geojson(data),
    chosen: geojson(chosen),
    countyNames: geojson(base["county-labels"]),
    townNames: geojson(base["town-labels"]),
  };
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
      ...names,
      ...featureLayers("data", "data", 0),
      ...featureLayers("chosen", "chosen", 1.5),
    ],
  };
}

export const CLICKABLE = ["data-point", "data-line", "data-area"];
export { EMPTY };
