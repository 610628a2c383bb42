// The map of many layers: puts the map, the panel and the tools together. The embedded map has fewer.
import { stage } from "./stage.js";
import { Compare } from "./compare.js";
import { find } from "./find.js";
import { Measure } from "./measure.js";
import { Panel } from "./panel.js";
import { ownStyle } from "./paint.js";
import { element, fill, sign } from "./parts.js";
import { Results } from "./results.js";
import { Share } from "./share.js";
import { freeTone } from "./state.js";
import { Table } from "./table.js";
import { Tree } from "./tree.js";

const REACH = matchMedia("(pointer: coarse)").matches ? 16 : 9; // pixels a click may miss by
const PAUSE = 250;

const root = document.querySelector("[data-atlas]");
const options = JSON.parse(document.getElementById(root.dataset.atlas).textContent);
const { strings: words } = options;
const part = (name) => root.querySelector(`[data-atlas-${name}]`);
const said = part("said");
const say = (text) => (said.textContent = text);

let layers = options.state.layers;

const place = await stage(part("map"), options, {
  wait: part("wait"),
  failed(layer) {
    say(fill(words.layerFailed, { title: layer.title }));
    panel?.failed.add(layer.id);
    panel?.show(layers);
  },
});
const { map, stack } = place;

if (options.state.other && part("compare")) {
  const days = ["when", "other"].map((name) => options.state[name]);
  place.other = new Compare(map, part("compare"), options, days, (layer) => say(fill(words.layerFailed, { title: layer.title })));
}

const results = new Results(part("results"), options, place.pick, say);
const measure = part("measure") && new Measure(map, part("measure"), options, say);
const panel = part("layers") && new Panel(part("layers"), part("none"), options, {
  changed(now, text) {
    set(now);
    if (text) say(text);
  },
  zoom: place.zoomTo,
  retry(id) {
    panel.failed.delete(id);
    panel.show(layers);
    stack.retry(id);
  },
});
const tree = part("tree") && new Tree(part("tree"), part("search"), options, (layer, on) => (on ? add(layer) : take(layer)));
const table = part("table") && new Table(part("table"), options, {
  bounds: () => map.getBounds(),
  show(layer, feature) {
    place.zoomTo({ bbox: null, feature });
    place.pick(layer.id, feature);
  },
  say,
});
const share = part("link") && new Share(root, options);

function at() {
  const { lng, lat } = map.getCenter().wrap();
  return [lng, lat, map.getZoom()];
}

function set(now) {
  layers = now;
  draw();
  tree?.mark(layers);
  table?.offer(layers);
  share?.tell(layers, at());
  legend();
}

function draw() {
  stack.draw(layers);
  place.other?.draw(layers);
}

function legend() {
  part("legend")?.replaceChildren(
    ...layers.filter(({ shown }) => shown).map((layer) => {
      const item = element("li");
      item.append(sign(layer), ` ${layer.title}`);
      return item;
    }),
  );
}

async function dress(layer) {
  const styled = await ownStyle(options.urls.collections, layer.id);
  if (!styled || !layers.includes(layer)) return;
  stack.take(layer.id);
  place.other?.stack.take(layer.id);
  layer.styled = styled.layers;
  layer.legend = styled.legend;
  draw();
  panel?.show(layers);
  legend();
}

function add(layer) {
  if (layers.some(({ id }) => id === layer.id)) return true;
  if (layers.length >= options.most) {
    say(fill(words.full, { n: options.most }));
    return false;
  }
  const added = { ...layer, opacity: 100, tone: freeTone(layers, options.tones), shown: true };
  set([added, ...layers]);
  panel.show(layers);
  if (!options.state.at && layers.length === 1) place.zoomTo(added);
  say(fill(words.onMap, { title: layer.title }));
  dress(added);
  return true;
}

function take(layer) {
  set(layers.filter(({ id }) => id !== layer.id));
  panel.show(layers);
  say(fill(words.offMap, { title: layer.title }));
  return true;
}

function ask(lngLat) {
  if (measure?.kind) return measure.add(lngLat);
  const shown = layers.filter((layer) => layer.shown);
  const seen = place.other?.seen(map.project(lngLat)) ?? stack;
  const hits = seen.at(map.project(lngLat), REACH);
  if (hits.length && hits.every(({ properties }) => properties._count > 1)) {
    return map.easeTo({ center: lngLat, zoom: map.getZoom() + 2, animate: place.lively });
  }
  place.mark(lngLat);
  return results.ask(lngLat, place.meters(lngLat, REACH), shown, seen.when);
}

map.on("click", (event) => ask(event.lngLat.wrap()));
map.getCanvas().addEventListener("keydown", (event) => {
  if (event.key === "Enter") ask(map.getCenter().wrap());
  else if (event.key === "Backspace" && measure?.kind) measure.back();
  else if (event.key === "Escape") {
    if (measure?.kind) tool("");
    else results.close();
  } else return;
  event.preventDefault();
});

let timer;
map.on("moveend", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    share?.tell(layers, at());
    if (table?.open) table.load();
  }, PAUSE);
});

// --- the tools -----------------------------------------------------------------------------
const tools = part("tools");

function tool(name) {
  const kind = measure.kind === name ? "" : name;
  measure.start(kind);
  for (const each of ["distance", "area"]) press(each, kind === each);
}

function press(name, on) {
  tools.querySelector(`[data-tool=${name}]`).setAttribute("aria-pressed", String(on));
}

if (tools) {
  tools.hidden = false;
  measure.ended = () => tool(measure.kind);
  const acts = {
    distance: () => tool("distance"),
    area: () => tool("area"),
    table() {
      table.turn(!table.open);
      press("table", table.open);
      map.resize();
    },
    locate: () => navigator.geolocation?.getCurrentPosition(
      ({ coords }) => place.go({ lon: coords.longitude, lat: coords.latitude, zoom: 16 }),
      () => say(words.refused),
      { timeout: 10_000, maximumAge: 60_000 },
    ),
  };
  tools.addEventListener("click", (event) => acts[event.target.closest("[data-tool]")?.dataset.tool]?.());
}

if (part("find")) find(part("find"), part("found"), options, { go: place.go, add, say });
panel?.show(layers);
set(layers);
layers.forEach(dress);
root.dataset.ready = "true";
