// The features of a layer in view as a table: for those who cannot see a map, and for reading.
import { nameOf } from "../map/words.js";
import { button, element, fill, number, text } from "./parts.js";

const ROWS = 20;
const COLUMNS = 12;

export class Table {
  /** `bounds()` tells what is in view; `show(layer, feature)` leads the map to a feature. */
  constructor(box, options, { bounds, show, say }) {
    Object.assign(this, { box, options, bounds, show, say });
    this.layers = [];
    this.before = [];
  }

  get open() {
    return !this.box.hidden;
  }

  turn(on) {
    this.box.hidden = !on;
    if (on) this.load();
  }

  /** Offer `layers`; keep the chosen one where it is among them. */
  offer(layers) {
    this.layers = layers.filter(({ shown }) => shown);
    const kept = this.layers.find(({ id }) => id === this.chosen?.id);
    const other = kept ?? this.layers[0];
    const same = other?.id === this.chosen?.id;
    this.chosen = other;
    if (this.open && !same) this.load();
  }

  load() {
    this.before = [];
    if (!this.chosen) return this.box.replaceChildren(element("p", "", this.options.strings.none));
    const [[west, south], [east, north]] = this.bounds().toArray();
    const box = [Math.max(west, -180), Math.max(south, -90), Math.min(east, 180), Math.min(north, 90)];
    const query = new URLSearchParams({ bbox: box.map((n) => n.toFixed(5)).join(), limit: ROWS });
    if (this.options.state.when) query.set("datetime", this.options.state.when);
    return this.page(`${this.options.urls.collections}/${encodeURIComponent(this.chosen.id)}/items?${query}`);
  }

  async page(address) {
    const { strings: words } = this.options;
    this.running?.abort();
    const mine = (this.running = new AbortController());
    try {
      const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "application/geo+json" } });
      if (!answer.ok) throw new Error(`${answer.status}`);
      this.draw(await answer.json(), address);
    } catch (error) {
      if (error.name === "AbortError") return;
      const said = element("p", "notice notice--error", words.tableFailed);
      said.append(" ", button(words.retry, () => this.page(address)));
      this.box.replaceChildren(said);
    }
  }

  draw(page, address) {
    const { strings: words } = this.options;
    const said = fill(words.tableOf, { title: this.chosen.title, n: number(page.numberMatched) });
    const head = element("div", "row row--spread");
    head.append(this.choice(), element("p", "meta", said));
    const rows = page.features;
    const body = rows.length ? this.rows(rows, said) : element("p", "", words.empty);
    const next = page.links?.find(({ rel }) => rel === "next")?.href;
    const ways = element("p", "row");
    if (this.before.length) ways.append(button(words.earlier, () => this.page(this.before.pop())));
    if (next) {
      ways.append(
        button(words.later, () => {
          this.before.push(address);
          this.page(next);
        }),
      );
    }
    this.box.replaceChildren(head, body, ways);
    this.say(said);
  }

  choice() {
    const label = element("label", "atlas__choice");
    const select = element("select");
    for (const { id, title } of this.layers) select.append(new Option(title, id, false, id === this.chosen.id));
    select.addEventListener("change", () => {
      this.chosen = this.layers.find(({ id }) => id === select.value);
      this.load();
    });
    label.append(element("span", "visually-hidden", this.options.strings.layers), select);
    return label;
  }

  rows(features, said) {
    const { strings: words } = this.options;
    const names = [...new Set(features.flatMap(({ properties }) => Object.keys(properties ?? {})))].slice(0, COLUMNS);
    const box = element("div", "table-scroll");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", said);
    const table = element("table");
    const line = element("tr");
    for (const name of [words.showOnMap, ...names]) {
      const cell = element("th", "", name);
      cell.scope = "col";
      line.append(cell);
    }
    const head = element("thead");
    head.append(line);
    const body = element("tbody");
    for (const feature of features) {
      const row = element("tr");
      const first = element("th");
      first.scope = "row";
      first.append(button(nameOf(feature, String(feature.id)), () => this.show(this.chosen, feature)));
      row.append(first, ...names.map((name) => element("td", "", text(feature.properties?.[name]))));
      body.append(row);
    }
    table.append(head, body);
    box.append(table);
    return box;
  }
}
