// What is at a place: the server tells it for the layers that are shown, each feature with its table.
import { nameOf } from "../map/words.js";
import { button, element, fill, length, text } from "./parts.js";

export class Results {
  /** `pick(layer, feature)` shows a feature on the map. */
  constructor(box, options, pick, say) {
    Object.assign(this, { box, options, pick, say });
    this.answer = box.querySelector("[data-atlas-answer]");
  }

  close() {
    this.box.hidden = true;
    this.running?.abort();
    this.pick(null);
  }

  /** Ask what is within `radius` meters of `at` ({ lng, lat }) in `layers`; null: of all. */
  async ask(at, radius, layers, when = "") {
    const { urls, strings: words, language } = this.options;
    this.running?.abort();
    const mine = (this.running = new AbortController());
    this.say(words.looking);
    const place = { lon: at.lng.toFixed(6), lat: at.lat.toFixed(6) };
    const asked = { ...place, radius: Math.max(1, Math.round(radius)), each: 10, lang: language === "en" ? "en" : "zh" };
    if (when) asked.datetime = when;
    asked.layers = layers.map(({ id }) => id).join() || "-";
    try {
      const answer = await fetch(`${urls.identify}?${new URLSearchParams(asked)}`, { signal: mine.signal });
      if (!answer.ok) throw new Error(`${answer.status}`);
      this.show(await answer.json(), when ? { ...place, datetime: when } : place, layers);
    } catch (error) {
      if (error.name !== "AbortError") this.say(words.hereFailed);
    }
  }

  show(found, place, layers) {
    const { urls, strings: words } = this.options;
    const english = this.options.language === "en";
    const areas = [found.county, found.town, found.village].filter(Boolean).map((area) => (english && area.name_en) || area.name);
    const head = element("div", "atlas__here");
    const line = element("div", "row row--line row--spread");
    const where = element("p", "atlas__area", english ? areas.reverse().join(", ") : areas.join(" "));
    line.append(where, button(words.close, () => this.close(), { options: this.options, name: "close" }));
    head.append(
      line,
      ...(place.datetime ? [element("p", "meta", fill(words.asOf, { day: place.datetime }))] : []),
      element("p", "meta", `${found.address ? `${found.address} · ` : ""}${place.lat}, ${place.lon}`),
    );
    const all = element("a", "", words.all);
    all.href = `${urls.here}?${new URLSearchParams(place)}`;
    const foot = element("p", "row");
    foot.append(all);
    const groups = found.layers.map((layer) => this.layer(layer));
    const count = found.layers.reduce((sum, { features }) => sum + features.length, 0);
    const nothing = layers.length ? fill(words.nothing, { m: length(found.radius) }) : words.noLayers;
    this.answer.replaceChildren(head, ...groups, ...(count ? [] : [element("p", "", nothing)]), foot);
    this.box.hidden = false;
    this.box.scrollIntoView({ block: "nearest" });
    this.say(count ? fill(words.found, { n: count, layers: found.layers.length }) : nothing);
    const [first] = found.layers;
    this.pick(first?.id, first?.features[0]);
  }

  layer({ id, title, features }) {
    const { strings: words } = this.options;
    const group = element("section", "stack stack--tight");
    group.append(element("h3", "", title));
    features.forEach((feature, at) => {
      const row = element("details", "disclosure");
      row.open = at === 0;
      const summary = element("summary", "", `${nameOf(feature, words.feature)} `);
      summary.append(element("span", "meta", feature.inside ? words.inside : fill(words.away, { m: length(feature.distance) })));
      row.append(summary, table(feature.properties));
      row.addEventListener("toggle", () => row.open && this.answer.contains(row) && this.pick(id, feature));
      group.append(row);
    });
    return group;
  }
}

function table(properties) {
  const list = element("dl", "facts");
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === "") continue;
    list.append(element("dt", "", key), element("dd", "", text(value)));
  }
  return list;
}
