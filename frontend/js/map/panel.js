// Beside the canvas: the legend on the map, and under it the list of what is in view.
import { element, nameOf } from "./words.js";

/** A MapLibre control with the legend: a sign for each thing that is drawn, always visible. */
export class Legend {
  constructor({ title, kind }, classes) {
    if (classes?.entries.length > 1) {
      this.box = this.classes(classes);
      return;
    }
    this.box = element("div", "maplibregl-ctrl map__legend");
    const sign = element("span", `map__sign map__sign--${/Polygon/.test(kind) ? "area" : /Line/.test(kind) ? "line" : "point"}`);
    sign.setAttribute("aria-hidden", "true");
    this.box.append(classes ? swatch(classes.sign, classes.entries[0]) : sign, element("span", "", title));
  }

  /** A line for each class of the collection's style, with the number of its features. */
  classes({ title, sign, entries }) {
    const box = element("details", "maplibregl-ctrl map__legend map__legend--classes");
    box.open = !matchMedia("(max-width: 40rem)").matches;
    const list = element("ul", "map__classes");
    for (const entry of entries) {
      const line = element("li");
      line.append(swatch(sign, entry), element("span", "", entry.label));
      if (entry.count !== undefined) line.append(element("span", "meta", entry.count.toLocaleString(document.documentElement.lang)));
      list.append(line);
    }
    box.append(element("summary", "", title), list);
    return box;
  }

  onAdd() {
    return this.box;
  }

  onRemove() {
    this.box.remove();
  }
}

/** A drawn sign: attributes, not a style attribute, which the pages' policy forbids. */
function swatch(sign, { color, radius }) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const size = Math.max(18, 2 * (radius ?? 0) + 2);
  const shape = document.createElementNS(made.namespaceURI, sign === "point" ? "circle" : "rect");
  const middle = size / 2;
  const placed =
    sign === "point"
      ? { cx: middle, cy: middle, r: radius ?? 7 }
      : { x: 1, y: sign === "line" ? middle - 2 : 2, width: size - 2, height: sign === "line" ? 4 : size - 4 };
  for (const [name, value] of Object.entries({ ...placed, fill: color, stroke: "#8d9492", "stroke-width": 0.6 })) {
    shape.setAttribute(name, value);
  }
  made.setAttribute("width", size);
  made.setAttribute("height", size);
  made.setAttribute("aria-hidden", "true");
  made.append(shape);
  return made;
}

/** A MapLibre control that tilts the map, for styles that raise areas; two fingers and Shift+arrows do too. */
export class Tilt {
  constructor(words, still) {
    this.words = words;
    this.still = still;
  }

  onAdd(map) {
    this.box = element("div", "maplibregl-ctrl maplibregl-ctrl-group");
    const button = element("button", "map__tilt", "3D");
    button.type = "button";
    button.title = this.words;
    button.setAttribute("aria-label", this.words);
    const show = () => button.setAttribute("aria-pressed", String(map.getPitch() > 1));
    button.addEventListener("click", () => {
      const tilted = map.getPitch() > 1;
      map.dragRotate[tilted ? "disable" : "enable"]();
      map.touchZoomRotate[tilted ? "disableRotation" : "enableRotation"]();
      map.easeTo({ pitch: tilted ? 0 : 55, bearing: tilted ? 0 : -20, animate: !this.still.matches });
    });
    map.on("pitchend", show);
    map.on("moveend", show);
    show();
    this.box.append(button);
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
