// Two dates on one map: a second map lies over the first, cut off left of a line that a slider moves.
// The first map leads; the second one follows and takes no clicks.
import { Map as GlMap } from "maplibre-gl";
import { element, fill } from "./parts.js";
import { Stack, baseStyle } from "./stack.js";

const STEP = 2; // percent of the map's width, by the arrow keys

export class Compare {
  /** `left` is the map that stands; `days` the two dates as words; `failed(layer)` as in Stack. */
  constructor(left, bar, options, days, failed) {
    Object.assign(this, { left, options, days, at: 50 });
    const canvas = left.getContainer();
    this.box = element("div", "atlas__other");
    this.box.setAttribute("aria-hidden", "true");
    this.line = element("div", "atlas__line");
    this.line.setAttribute("aria-hidden", "true");
    canvas.parentElement.append(this.box, this.line);
    this.right = new GlMap({
      container: this.box,
      style: baseStyle(options),
      center: left.getCenter(),
      zoom: left.getZoom(),
      interactive: false,
      attributionControl: false,
      localIdeographFontFamily: getComputedStyle(document.body).fontFamily,
      fadeDuration: 0,
      minZoom: 3,
      maxZoom: 19,
    });
    this.stack = new Stack(this.right, options, failed, options.state.other);
    left.on("move", () => this.right.jumpTo({ center: left.getCenter(), zoom: left.getZoom() }));
    left.on("resize", () => this.right.resize());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.right.setStyle(baseStyle(options), { diff: false }));
    this.bar(bar);
    this.drag();
    this.set(50);
  }

  draw(layers) {
    this.stack.draw(layers);
  }

  /** Return the stack and the date that are seen at a point of the map, in pixels. */
  seen({ x }) {
    const right = x > (this.left.getContainer().clientWidth * this.at) / 100;
    return right ? this.stack : null;
  }

  set(at) {
    const { strings: words } = this.options;
    this.at = Math.min(Math.max(at, 0), 100);
    this.box.style.clipPath = `inset(0 0 0 ${this.at}%)`;
    this.line.style.insetInlineStart = `${this.at}%`;
    this.range.value = this.at;
    const [left, right] = this.days;
    this.range.setAttribute("aria-valuetext", fill(words.sides, { left, right, n: Math.round(this.at) }));
  }

  bar(bar) {
    const { strings: words } = this.options;
    const [left, right] = this.days.map((day) => element("span", "", day));
    this.range = element("input", "atlas__meet");
    Object.assign(this.range, { type: "range", min: 0, max: 100, step: STEP });
    this.range.setAttribute("aria-label", words.meet);
    this.range.addEventListener("input", () => this.set(Number(this.range.value)));
    bar.replaceChildren(left, this.range, right);
    bar.hidden = false;
  }

  drag() {
    const { line } = this;
    line.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      line.setPointerCapture(event.pointerId);
    });
    line.addEventListener("pointermove", (event) => {
      if (!line.hasPointerCapture(event.pointerId)) return;
      const { left, width } = this.box.getBoundingClientRect();
      this.set(((event.clientX - left) / width) * 100);
    });
  }
}
