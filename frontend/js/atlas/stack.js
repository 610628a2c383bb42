// Draws layers one over the other on a MapLibre map. Knows one map and its layers, no panel: a second
// stack on a second map is all that comparing needs.
import { style } from "../map/style.js";
import { paint, parts } from "./paint.js";

const ANCHOR = "data-area"; // the base map's own layers: what is ours lies below its names

export class Stack {
  /** `told(layer)` hears when a layer's tiles could not be loaded; `when`: as of this day, or "". */
  constructor(map, options, told, when = "") {
    this.when = when;
    this.map = map;
    this.options = options;
    this.layers = [];
    this.failed = new Set();
    map.on("error", ({ sourceId, error }) => {
      const layer = this.layers.find(({ id }) => sourceId === source(id));
      if (!layer || error?.name === "AbortError" || this.failed.has(layer.id)) return;
      this.failed.add(layer.id);
      told(layer);
    });
    map.on("style.load", () => this.draw(this.layers, true));
  }

  /** Show `layers` ({ id, opacity, tone, shown, styled? }), the topmost first, and no others. */
  draw(layers, anew = false) {
    const { map } = this;
    const gone = anew ? [] : this.layers.filter(({ id }) => !layers.some((layer) => layer.id === id));
    gone.forEach(({ id }) => this.take(id));
    this.layers = layers;
    if (!map.style?._loaded) return; // `style.load` comes back here
    for (const layer of [...layers].reverse()) {
      if (!map.getSource(source(layer.id))) this.put(layer);
      for (const { id } of parts(layer)) {
        if (!map.getLayer(id)) continue;
        map.setLayoutProperty(id, "visibility", layer.shown ? "visible" : "none");
        map.moveLayer(id, ANCHOR);
      }
      for (const [id, name, value] of paint(layer)) if (map.getLayer(id)) map.setPaintProperty(id, name, value);
    }
  }

  put(layer) {
    const url = `${location.origin}${this.options.urls.collections}/${encodeURIComponent(layer.id)}/tiles.json${this.when && `?datetime=${this.when}`}`;
    this.map.addSource(source(layer.id), { type: "vector", url });
    for (const part of parts(layer)) this.map.addLayer({ ...part, source: source(layer.id) }, ANCHOR);
  }

  take(id) {
    this.failed.delete(id);
    const from = source(id);
    for (const { id: part, source: of } of this.map.getStyle()?.layers ?? []) if (of === from) this.map.removeLayer(part);
    if (this.map.getSource(from)) this.map.removeSource(from);
  }

  /** Load a layer again that failed. */
  retry(id) {
    this.take(id);
    this.draw(this.layers);
  }

  /** Return what is drawn within `reach` pixels of a point: MapLibre features, the topmost first. */
  at({ x, y }, reach = 4) {
    const ids = this.layers.filter(({ shown }) => shown).flatMap((layer) => parts(layer).map(({ id }) => id));
    const there = ids.filter((id) => this.map.getLayer(id));
    const box = [[x - reach, y - reach], [x + reach, y + reach]];
    return there.length ? this.map.queryRenderedFeatures(box, { layers: there }) : [];
  }

  layerOf(hit) {
    return this.layers.find(({ id }) => hit.source === source(id));
  }
}

const source = (id) => `layer:${id}`;

/** The base map of `options`, without any data. */
export const baseStyle = (options) => style({ ...options, layer: undefined });
