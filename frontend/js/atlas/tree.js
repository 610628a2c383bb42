// The layers there are, by theme: boxes instead of links, and a search that does not leave the page.
import { element, fill, number } from "./parts.js";

const PAUSE = 200;
const FEW = 12;

export class Tree {
  /** `turned(layer, on)` hears when a layer is wished for or no longer; returns whether it was done. */
  constructor(box, form, options, turned) {
    Object.assign(this, { box, options, turned });
    this.on = new Set();
    for (const item of box.querySelectorAll("[data-layer]")) this.enhance(item, JSON.parse(item.dataset.layer));
    const input = form.querySelector("input[type=search]");
    let timer;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.search(input.value);
    });
    input.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(() => this.search(input.value), PAUSE);
    });
  }

  enhance(item, layer) {
    const label = element("label", "check");
    const box = element("input");
    box.type = "checkbox";
    box.checked = this.on.has(layer.id);
    box.value = layer.id;
    box.addEventListener("change", () => {
      if (!this.turned(layer, box.checked)) box.checked = !box.checked;
    });
    const words = element("span", "", layer.title);
    words.append(element("br"), element("span", "meta", `${number(layer.count)} · ${layer.agency}`));
    label.append(box, words);
    item.replaceChildren(label);
  }

  /** Check the boxes of the layers that are on the map. */
  mark(layers) {
    this.on = new Set(layers.map(({ id }) => id));
    for (const box of this.box.querySelectorAll("input[type=checkbox]")) box.checked = this.on.has(box.value);
  }

  async search(text) {
    const { urls, strings: words } = this.options;
    const mine = (this.asked = (this.asked ?? 0) + 1);
    try {
      const answer = await fetch(`${urls.layers}?${new URLSearchParams({ find: text.trim() })}`);
      if (!answer.ok || mine !== this.asked) return;
      const found = await answer.json();
      if (mine === this.asked) this.show(found, Boolean(text.trim()));
    } catch {
      this.box.prepend(element("p", "notice notice--error", words.searchFailed));
    }
  }

  show({ themes, total, shown }, sought) {
    const { strings: words } = this.options;
    const said = element("p", "meta", sought ? (shown ? fill(words.layersCount, { n: number(total) }) : words.nothingFound) : "");
    said.setAttribute("role", "status");
    const groups = themes.filter(({ layers }) => layers.length).map(({ label, total: all, layers }) => {
      const group = element("details", "disclosure atlas__theme");
      group.open = sought || shown < FEW;
      const summary = element("summary", "", `${label} `);
      summary.append(element("span", "meta", number(all)));
      const list = element("ul");
      for (const layer of layers) {
        const item = element("li");
        this.enhance(item, layer);
        list.append(item);
      }
      group.append(summary, list);
      return group;
    });
    this.box.replaceChildren(said, ...groups);
    if (shown < total) this.box.append(element("p", "meta", fill(words.shown, { shown: number(shown), total: number(total) })));
  }
}
