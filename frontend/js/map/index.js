// One map on a page: a quiet base, one theme, what is in view, a popup for what is chosen.
import {
  AttributionControl,
  FullscreenControl,
  Map as GlMap,
  Marker,
  NavigationControl,
  Popup,
  ScaleControl,
  setWorkerUrl,
} from "maplibre-gl";

import { Items } from "./items.js";
import { InView, Legend, Tilt } from "./panel.js";
import { EMPTY, clickable, raised, style } from "./style.js";
import { boxOf, middleOf, propertyTable } from "./words.js";

const TAIWAN = [119.3, 21.8, 122.1, 25.4];
const PAUSE = 250;
const collection = (features) => ({ type: "FeatureCollection", features });
const still = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

/**
 * Open a map in `box`. `options`: language, base (addresses of the base map's files), tiles
 * (an outside base map or null), worker, bbox, legend ({title, kind}), layer (an OGC collection:
 * {tiles, items, bbox}) or features (GeoJSON), marker ([lon, lat]), pick (address that takes lon
 * and lat when the map is clicked), strings and locale (words in the reader's language).
 */
export async function start(box, options) {
  setWorkerUrl(new URL(options.worker, location.href).href);
  const canvas = box.querySelector(".map");
  const picture = canvas.querySelector(".map__still");
  const [west, south, east, north] = options.bbox ?? TAIWAN;
  const drawn = { data: options.features ?? EMPTY, chosen: EMPTY };

  const map = new GlMap({
    container: canvas,
    style: style(options, drawn.data),
    bounds: [[west, south], [east, north]],
    fitBoundsOptions: { padding: 32, maxZoom: options.zoom ?? 15 },
    localIdeographFontFamily: getComputedStyle(document.body).fontFamily,
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    locale: options.locale,
    maxZoom: 19,
    fadeDuration: still.matches ? 0 : 200,
  });
  picture?.remove();
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new FullscreenControl({ container: box }));
  map.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-left");
  map.addControl(new AttributionControl({ compact: true, customAttribution: options.strings.thanks }));
  if (raised(options)) map.addControl(new Tilt(options.strings.tilt, still));
  if (options.legend) map.addControl(new Legend(options.legend, options.layer?.style?.legend), "top-left");
  if (options.marker) new Marker({ color: accent() }).setLngLat(options.marker).addTo(map);

  const choosable = clickable(options);
  const popup = new Popup({ maxWidth: "20rem", focusAfterOpen: true });

  const items = options.layer ? new Items(options.layer.items, options.limit) : null;

  function draw(name, data) {
    drawn[name] = data;
    map.getSource(name)?.setData?.(data);
  }

  function choose(feature, at) {
    draw("chosen", collection([feature]));
    popup.setLngLat(at ?? middleOf(feature.geometry)).setDOMContent(propertyTable(feature, options.strings.feature));
    popup.addTo(map);
  }
  popup.on("close", () => draw("chosen", EMPTY));

  async function open(hit, at) {
    if (!items) return choose(whole(drawn.data, hit), at);
    if (hit.properties._count > 1) return map.easeTo({ center: at, zoom: map.getZoom() + 2, animate: !still.matches });
    try {
      choose(await items.one(hit.id), at);
    } catch {
      view.say(options.strings.failed);
    }
  }

  const view = options.legend ? new InView(canvas, options.strings, (feature) => {
    const [w, s, e, n] = boxOf(feature.geometry);
    map.fitBounds([[w, s], [e, n]], { padding: 60, maxZoom: Math.max(map.getZoom(), 14), animate: !still.matches });
    canvas.scrollIntoView({ block: "nearest" });
    choose(feature);
  }) : null;

  map.on("click", (event) => {
    const [hit] = map.queryRenderedFeatures(event.point, { layers: choosable });
    if (hit) return open(hit, event.lngLat);
    if (!options.pick) return undefined;
    const { lng, lat } = event.lngLat.wrap();
    return location.assign(`${options.pick}?${new URLSearchParams({ lon: lng.toFixed(5), lat: lat.toFixed(5) })}`);
  });
  for (const layer of choosable) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
  dark.addEventListener("change", () => map.setStyle(style(options, drawn.data, drawn.chosen)));

  if (items) {
    const load = async () => {
      try {
        const found = await items.within(map.getBounds());
        if (!found) return;
        view.show(found.features, found.matched);
      } catch {
        view.say(options.strings.failed);
      }
    };
    let timer;
    map.on("moveend", () => {
      clearTimeout(timer);
      timer = setTimeout(load, PAUSE);
    });
    map.once("load", load);
  } else if (view) view.show(drawn.data.features, drawn.data.features.length);

  await new Promise((done) => map.once("load", done));
  canvas.querySelector(".maplibregl-ctrl-attrib")?.classList.remove("maplibregl-compact-show");
  box.dataset.ready = "true";
}

function accent() {
  return getComputedStyle(document.documentElement).getPropertyValue("--map-chosen").trim();
}

// What MapLibre gives back has been cut to tiles: find the feature as it was sent.
function whole(data, hit) {
  const found = data.features.find(
    ({ id, properties }) => (hit.id !== undefined && Number(id) === hit.id) || same(properties, hit.properties),
  );
  return found ?? { type: "Feature", geometry: hit.geometry, properties: hit.properties };
}

function same(one, other) {
  return JSON.stringify(Object.values(one).map(String)) === JSON.stringify(Object.values(other).map(String));
}
