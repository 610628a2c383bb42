// The map itself: base map, controls, cross-hair, what is picked, hover. Knows no panel.
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
import { boxOf, element, nameOf } from "../map/words.js";
import { fill } from "./parts.js";
import { Stack, baseStyle } from "./stack.js";

const CLOSEST = 16;
const PADDING = 48;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

/** Open the map in `box`; return { map, stack } and what leads the map. */
export async function stage(box, options, { wait, failed }) {
  const { strings: words } = options;
  setWorkerUrl(new URL(options.worker, location.href).href);
  if (wait) wait.hidden = false;
  const canvas = element("div", "atlas__canvas");
  box.append(canvas);
  const [west, south, east, north] = options.bbox;
  const opened = options.state.at;
  const map = new GlMap({
    container: canvas,
    style: baseStyle(options),
    ...(opened ? { center: opened.slice(0, 2), zoom: opened[2] } : { bounds: [[west, south], [east, north]] }),
    fitBoundsOptions: { padding: 24, maxZoom: CLOSEST },
    localIdeographFontFamily: getComputedStyle(document.body).fontFamily,
    attributionControl: false,
    cooperativeGestures: window !== window.top,
    dragRotate: false,
    pitchWithRotate: false,
    locale: { ...options.locale, "Map.Title": words.map },
    minZoom: 3,
    maxZoom: 19,
    fadeDuration: still.matches ? 0 : 200,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new FullscreenControl({ container: box }));
  map.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-left");
  const thanks = options.state.layers.map((layer) => layer.thanks).filter(Boolean);
  map.addControl(new AttributionControl({ compact: true, customAttribution: [words.thanks, ...new Set(thanks)].map(plain) }));
  const cross = element("div", "atlas__cross");
  cross.setAttribute("aria-hidden", "true");
  canvas.append(cross);

  const stack = new Stack(map, options, failed, options.state.when);
  const marker = new Marker({ color: accent() });
  const hover = new Popup({ closeButton: false, closeOnClick: false, className: "atlas__hover", focusAfterOpen: false });

  const chosen = (features) => map.getSource("chosen")?.setData({ type: "FeatureCollection", features });
  const place = {
    map,
    stack,
    lively: !still.matches,

    /** Lead the map to { lon, lat, zoom }. */
    go({ lon, lat, zoom }) {
      map.easeTo({ center: [lon, lat], zoom, animate: place.lively });
      marker.setLngLat([lon, lat]).addTo(map);
    },

    /** Show all of a layer, or of a feature. */
    zoomTo({ bbox, feature }) {
      const bounds = bbox ?? boxOf(feature.geometry);
      if (!bounds) return;
      const [w, s, e, n] = bounds;
      map.fitBounds([[w, Math.max(s, -85)], [e, Math.min(n, 85)]], { padding: PADDING, maxZoom: CLOSEST, animate: place.lively });
    },

    mark: (lngLat) => marker.setLngLat(lngLat).addTo(map),

    /** Draw a feature as the chosen one; its shape is fetched where the answer left it out. */
    async pick(id, feature) {
      chosen([]);
      place.picked = feature;
      if (!feature) return void marker.remove();
      let { geometry } = feature;
      if (!geometry) {
        const answer = await fetch(`${options.urls.collections}/${encodeURIComponent(id)}/items/${feature.id}`, { headers: { Accept: "application/geo+json" } });
        if (!answer.ok || place.picked !== feature) return;
        ({ geometry } = await answer.json());
      }
      chosen([{ type: "Feature", properties: {}, geometry }]);
    },

    /** Return how many meters `pixels` are at a place. */
    meters({ lat }, pixels) {
      return (pixels * 40_075_016.7 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** map.getZoom());
    },
  };

  map.on("mousemove", ({ point, lngLat }) => {
    const [hit] = map.isMoving() ? [] : (place.other?.seen(point) ?? stack).at(point);
    map.getCanvas().classList.toggle("atlas__over", Boolean(hit));
    if (!hit) return void hover.remove();
    const layer = stack.layerOf(hit);
    const many = hit.properties._count > 1;
    const name = many ? fill(words.points_, { n: hit.properties._count }) : nameOf(hit, words.feature);
    const told = element("div", "", name);
    told.append(element("div", "meta", layer?.title ?? ""));
    hover.setLngLat(lngLat).setDOMContent(told).addTo(map);
  });
  map.on("mouseout", () => hover.remove());
  map.on("dataloading", () => wait && (wait.hidden = false));
  map.on("idle", () => wait && (wait.hidden = true));
  dark.addEventListener("change", () => map.setStyle(baseStyle(options), { diff: false }));
  new ResizeObserver(() => map.resize()).observe(box);
  await new Promise((done) => map.once("style.load", done));
  canvas.querySelector(".maplibregl-ctrl-attrib")?.classList.remove("maplibregl-compact-show");
  return place;
}

// MapLibre writes attributions as HTML: what agencies wrote is text.
function plain(text) {
  return element("span", "", text).innerHTML;
}

function accent() {
  return getComputedStyle(document.documentElement).getPropertyValue("--map-chosen").trim();
}
