// The list of the layers on the map: turn on and off, order, opacity, zoom, take off.
import { button, element, fill, number, sign, swatch } from "./parts.js";

export class Panel {
  /** `changed(layers, words)` hears of every change; `zoom(layer)` and `retry(id)` act on the map. */
  constructor(list, none, options, { changed, zoom, retry }) {
    Object.assign(this, { list, none, options, changed, zoom, retry });
    this.failed = new Set();
  }

  show(layers) {
    const kept = document.activeElement?.closest?.("[data-key]")?.dataset.key;
    this.layers = layers;
    this.list.replaceChildren(...layers.map((layer, at) => this.row(layer, at)));
    if (this.none) this.none.hidden = layers.length > 0;
    if (kept) this.list.querySelector(`[data-key="${CSS.escape(kept)}"]`)?.focus();
  }

  row(layer, at) {
    const { strings: words, urls } = this.options;
    const row = element("li", "atlas__layer");
    const head = element("div", "atlas__layerhead");
    const check = element("label", "check");
    const box = element("input");
    box.type = "checkbox";
    box.checked = layer.shown;
    box.dataset.key = `${layer.id} shown`;
    box.addEventListener("change", () => this.change(layer, { shown: box.checked }));
    const name = element("span", "atlas__name", layer.title);
    check.append(box, sign(layer), name);
    head.append(check);
    const facts = element("p", "meta", fill(words.features, { n: number(layer.count) }));
    if (layer.synthetic) facts.append(` · ${words.synthetic}`);
    if (this.options.state.when && !layer.timed) facts.append(` · ${words.noTime}`);
    const about = element("a", "", words.about);
    about.href = urls.dataset.replace("SLUG", encodeURIComponent(layer.id));
    facts.append(" · ", about);
    row.append(head, facts);
    if (layer.legend?.length > 1) row.append(classes(layer));
    row.append(this.tools(layer, at));
    if (this.failed.has(layer.id)) {
      const said = element("p", "notice notice--error", fill(words.layerFailed, { title: layer.title }));
      said.append(" ", button(words.retry, () => this.retry(layer.id)));
      row.append(said);
    }
    this.draggable(row, at);
    return row;
  }

  tools(layer, at) {
    const { options } = this;
    const { strings: words } = options;
    const tools = element("div", "atlas__layertools");
    const add = (label, name, key, act, off = false) => {
      const made = button(`${label}: ${layer.title}`, act, { options, name });
      made.dataset.key = `${layer.id} ${key}`;
      made.setAttribute("aria-disabled", String(off));
      tools.append(made);
    };
    add(words.up, "up", "up", () => this.move(at, at - 1), at === 0);
    add(words.down, "down", "down", () => this.move(at, at + 1), at === this.layers.length - 1);
    add(words.zoomTo, "locate", "zoom", () => this.zoom(layer));
    add(words.remove, "close", "remove", () => this.remove(layer));
    const range = element("input", "atlas__opacity");
    Object.assign(range, { type: "range", min: 10, max: 100, step: 10, value: layer.opacity });
    range.setAttribute("aria-label", `${words.opacity}: ${layer.title}`);
    range.setAttribute("aria-valuetext", fill(words.percent, { n: layer.opacity }));
    range.dataset.key = `${layer.id} opacity`;
    range.addEventListener("input", () => {
      range.setAttribute("aria-valuetext", fill(words.percent, { n: range.value }));
      this.change(layer, { opacity: Number(range.value) }, false);
    });
    tools.prepend(range);
    return tools;
  }

  draggable(row, at) {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      if (event.target !== row) return;
      event.dataTransfer.setData("text/plain", String(at));
      event.dataTransfer.effectAllowed = "move";
    });
    row.querySelector("input[type=range]").addEventListener("pointerdown", () => (row.draggable = false));
    row.querySelector("input[type=range]").addEventListener("pointerup", () => (row.draggable = true));
    row.addEventListener("dragover", (event) => event.preventDefault());
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      const from = Number(event.dataTransfer.getData("text/plain"));
      if (Number.isInteger(from) && from in this.layers) this.move(from, at);
    });
  }

  change(layer, values, anew = true) {
    const layers = this.layers.map((each) => (each.id === layer.id ? Object.assign(each, values) : each));
    if (anew) this.show(layers);
    this.changed(layers, "");
  }

  move(from, to) {
    if (to < 0 || to >= this.layers.length || from === to) return;
    const layers = [...this.layers];
    const [moved] = layers.splice(from, 1);
    layers.splice(to, 0, moved);
    this.show(layers);
    this.changed(layers, fill(this.options.strings.moved, { title: moved.title, n: to + 1 }));
  }

  remove(layer) {
    const at = this.layers.indexOf(layer);
    const layers = this.layers.filter((each) => each !== layer);
    this.failed.delete(layer.id);
    this.show(layers);
    this.changed(layers, fill(this.options.strings.offMap, { title: layer.title }));
    const next = layers[Math.min(at, layers.length - 1)];
    const focus = next ? this.list.querySelector(`[data-key="${CSS.escape(`${next.id} shown`)}"]`) : document.getElementById("atlas-find");
    focus?.focus();
  }
}

// The classes of a layer's own style; the colors are the data's, so they are drawn, not styled.
function classes({ legend }) {
  const list = element("ul", "atlas__classes");
  for (const { label, color } of legend) {
    const item = element("li");
    item.append(swatch(color), ` ${label}`);
    list.append(item);
  }
  return list;
}
