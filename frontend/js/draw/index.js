// Draws a point, a line or an area into a field of text: by mouse, by finger and by keyboard.
import { AttributionControl, Map as GlMap, Marker, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";

import { EMPTY, style } from "../map/style.js";
import { boxOf } from "../map/words.js";
import { asGeometry, asText, fromText } from "./shapes.js";

const TAIWAN = [119.3, 21.8, 122.1, 25.4];
const HANDLES = 300; // beyond, a shape is drawn without handles and changed by its text
const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const still = matchMedia("(prefers-reduced-motion: reduce)");
const collection = (geometry) =>
  geometry ? { type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry }] } : EMPTY;

/**
 * Open a drawing map in `box`. `options`: what every map needs, and field (the id of the textarea
 * that holds the shape, a point a line), kind (Point, LineString, Polygon, Mixed), before (GeoJSON
 * or null), bbox, words.
 */
export async function start(box, options) {
  const { words, kind } = options;
  const field = document.getElementById(options.field);
  let parts = fromText(field.value);
  let at = null; // the handle that was last used: [part, point]
  let handles = [];

  setWorkerUrl(new URL(options.worker, location.href).href);
  const [west, south, east, north] = options.bbox ?? TAIWAN;
  const map = new GlMap({
    container: box.querySelector(".map"),
    style: style(options, collection(options.before), collection(asGeometry(parts, kind))),
    bounds: [[west, south], [east, north]],
    fitBoundsOptions: { padding: 32, maxZoom: 17 },
    localIdeographFontFamily: getComputedStyle(document.body).fontFamily,
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    locale: options.locale,
    maxZoom: 20,
    fadeDuration: still.matches ? 0 : 200,
  });
  map.touchZoomRotate.disableRotation();
  map.getCanvas().style.cursor = "crosshair";
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-left");
  map.addControl(new AttributionControl({ compact: true, customAttribution: options.strings.thanks }));

  const said = document.createElement("p");
  said.className = "meta";
  said.setAttribute("role", "status");
  const tools = document.createElement("p");
  tools.className = "buttons";
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-label", words.tools);
  for (const [name, act] of Object.entries({ add: addMiddle, undo, clear, here })) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet button--small";
    button.textContent = words[name];
    button.dataset.draw = name;
    button.addEventListener("click", act);
    if (name !== "here" || navigator.geolocation) tools.append(button);
  }
  const cross = document.createElement("span");
  cross.className = "drawbox__cross";
  cross.setAttribute("aria-hidden", "true");
  box.querySelector(".map").append(cross);
  box.append(tools, said);

  const show = () => map.getSource("chosen")?.setData(collection(asGeometry(parts, kind)));

  function write() {
    field.value = asText(parts);
    const count = parts.flat().length;
    said.textContent = count ? words.points.replace("{n}", count) : "";
    show();
  }

  function add(place) {
    const rounded = place.map((value) => Number(value.toFixed(7)));
    if (kind === "Point") parts = [[rounded]];
    else if (!parts.length) parts = [[rounded]];
    else {
      const [part, point] = at ?? [parts.length - 1, parts.at(-1).length - 1];
      parts[part].splice(point + 1, 0, rounded);
      at = [part, point + 1];
    }
    write();
    grip();
  }

  function addMiddle() {
    const { lng, lat } = map.getCenter().wrap();
    add([lng, lat]);
  }

  function drop(part, point) {
    parts[part].splice(point, 1);
    parts = parts.filter((points) => points.length);
    at = null;
    write();
    grip();
  }

  function undo() {
    if (parts.length) drop(parts.length - 1, parts.at(-1).length - 1);
  }

  function clear() {
    parts = [];
    at = null;
    write();
    grip();
  }

  function here() {
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      map.jumpTo({ center: [coords.longitude, coords.latitude], zoom: 17 });
    });
  }

  // A handle is a button: it can be dragged, reached by Tab, moved by the arrows and deleted.
  function grip() {
    handles.forEach((marker) => marker.remove());
    const all = parts.flat().length;
    handles = all > HANDLES ? [] : parts.flatMap((points, part) => points.map((_, point) => handle(part, point)));
    function handle(part, point) {
      const element = document.createElement("button");
      element.type = "button";
      element.className = "drawbox__handle";
      const marker = new Marker({ element, draggable: true }).setLngLat(parts[part][point]).addTo(map);
      const number = parts.slice(0, part).flat().length + point + 1;
      element.setAttribute("aria-label", words.point.replace("{n}", number).replace("{all}", all));
      const moved = () => {
        const { lng, lat } = marker.getLngLat().wrap();
        parts[part][point] = [Number(lng.toFixed(7)), Number(lat.toFixed(7))];
        at = [part, point];
        write();
      };
      marker.on("drag", moved);
      element.addEventListener("focus", () => (at = [part, point]));
      element.addEventListener("click", (event) => event.stopPropagation());
      element.addEventListener("keydown", (event) => {
        if (event.key === "Delete" || event.key === "Backspace") {
          event.preventDefault();
          drop(part, point);
          tools.querySelector("button").focus();
          return;
        }
        const step = STEPS[event.key];
        if (!step) return;
        event.preventDefault();
        event.stopPropagation();
        const far = event.shiftKey ? 20 : 2;
        const seen = map.project(marker.getLngLat());
        marker.setLngLat(map.unproject([seen.x + step[0] * far, seen.y + step[1] * far]));
        moved();
      });
      return marker;
    }
  }

  map.on("click", (event) => {
    const { lng, lat } = event.lngLat.wrap();
    add([lng, lat]);
  });
  field.addEventListener("change", () => {
    parts = fromText(field.value);
    at = null;
    show();
    grip();
    const shape = asGeometry(parts, kind);
    if (!shape) return;
    const [w, s, e, n] = boxOf(shape);
    map.fitBounds([[w, s], [e, n]], { padding: 60, maxZoom: Math.max(map.getZoom(), 15), animate: !still.matches });
  });

  await new Promise((done) => map.once("load", done));
  show();
  grip();
  box.querySelector(".maplibregl-ctrl-attrib")?.classList.remove("maplibregl-compact-show");
  box.dataset.ready = "true";
}
