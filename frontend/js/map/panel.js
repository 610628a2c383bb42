// Beside the canvas: the legend on the map, and under it the list of what is in view.
import { element, nameOf } from "./words.js";

/** A MapLibre control with the legend: a sign for each thing that is drawn, always visible. */
export class Legend {
  constructor({ title, kind }) {
    this.box = element("div", "maplibregl-ctrl map__legend");
    const sign = element("span", `map__sign map__sign--${/Polygon/.test(kind) ? "area" : /Line/.test(kind) ? "line" : "point"}`);
    sign.setAttribute("aria-hidden", "true");
    this.box.append(sign, element("span", "", title));
  }

  onAdd() {
    return this.box;
  }

  onRemove() {
    this.box.remove();
  }
}

/** The list of what is in view: every feature can be reached with the keyboard. */
export class InView {
  constructor(after, strings, choose) {
    this.strings = strings;
    this.choose = choose;
    this.said = element("p", "meta");
    this.said.setAttribute("role", "status");
    this.details = element("details", "disclosure");
    this.details.append(element("summary", "", strings.inView));
    this.list = element("ol", "map__list");
    this.details.append(this.list);
    after.after(this.said, this.details);
  }

  say(text) {
    this.said.textContent = text;
  }

  show(features, matched) {
    const count = (n) => n.toLocaleString(document.documentElement.lang);
    const words = features.length < matched ? this.strings.some : this.strings.all;
    this.say(words.replace("{shown}", count(features.length)).replace("{all}", count(matched)));
    this.list.replaceChildren(
      ...features.map((feature, at) => {
        const item = element("li");
        const button = element("button", "map__item", nameOf(feature, `${at + 1}`));
        button.type = "button";
        button.addEventListener("click", () => this.choose(feature));
        item.append(button);
        return item;
      }),
    );
  }
}
