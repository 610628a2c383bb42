// Measures lengths and areas on the ellipsoid (WGS 84; Karney's algorithms, exact to nanometers).
// What a click or Enter adds is a corner; a line between corners is drawn as the map's straight line.
import { button, element, fill, length, number } from "./parts.js";

const EMPTY = { type: "FeatureCollection", features: [] };

export class Measure {
  constructor(map, box, options, say) {
    Object.assign(this, { map, box, options, say });
    this.kind = "";
    this.points = [];
    map.on("style.load", () => this.prepare());
    if (map.isStyleLoaded()) this.prepare();
  }

  prepare() {
    const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();
    const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
    const { map } = this;
    if (map.getSource("measure")) return;
    map.addSource("measure", { type: "geojson", data: EMPTY });
    map.addLayer({ id: "measure-area", type: "fill", source: "measure", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": ink, "fill-opacity": 0.15 } });
    map.addLayer({ id: "measure-edge", type: "line", source: "measure", paint: { "line-color": paper, "line-width": 5 } });
    map.addLayer({ id: "measure-line", type: "line", source: "measure", paint: { "line-color": ink, "line-width": 2, "line-dasharray": [3, 1.5] } });
    map.addLayer({ id: "measure-point", type: "circle", source: "measure", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": ink, "circle-radius": 4, "circle-stroke-color": paper, "circle-stroke-width": 2 } });
    this.draw();
  }

  /** Begin to measure `kind`: "distance" or "area"; "" ends. */
  async start(kind) {
    this.kind = kind;
    this.points = [];
    this.box.hidden = !kind;
    this.map.getCanvas().style.cursor = kind ? "crosshair" : "";
    this.draw();
    if (!kind) return;
    this.geodesic ??= (await import("geographiclib-geodesic")).default.Geodesic.WGS84;
    this.tell();
    this.say(this.options.strings.measureHelp);
  }

  add({ lng, lat }) {
    this.points.push([lng, lat]);
    this.draw();
    this.tell();
  }

  back() {
    this.points.pop();
    this.draw();
    this.tell();
  }

  draw() {
    const { points, kind } = this;
    const features = points.map((coordinates) => shape("Point", coordinates));
    if (points.length > 1) features.push(shape("LineString", kind === "area" && points.length > 2 ? [...points, points[0]] : points));
    if (kind === "area" && points.length > 2) features.push(shape("Polygon", [[...points, points[0]]]));
    this.map.getSource("measure")?.setData({ type: "FeatureCollection", features });
  }

  tell() {
    if (!this.geodesic) return;
    const { strings: words } = this.options;
    const lines = this.kind === "area" ? this.area() : [[words.distance, length(this.distance())]];
    const list = element("dl", "facts");
    for (const [name, value] of lines) list.append(element("dt", "", name), element("dd", "", value));
    const tools = element("p", "row");
    tools.append(
      element("span", "meta", fill(words.points, { n: this.points.length })),
      button(words.clear, () => this.start(this.kind)),
      button(words.close, () => this.ended?.()),
    );
    this.box.replaceChildren(list, element("p", "meta", words.measureHelp), tools);
    if (this.points.length > 1) this.say(lines.map((line) => line.join(" ")).join(", "));
  }

  /** Return the length in meters. */
  distance() {
    let sum = 0;
    for (let at = 1; at < this.points.length; at++) {
      const [[x1, y1], [x2, y2]] = [this.points[at - 1], this.points[at]];
      sum += this.geodesic.Inverse(y1, x1, y2, x2).s12;
    }
    return sum;
  }

  area() {
    const { strings: words } = this.options;
    const ring = this.geodesic.Polygon(false);
    for (const [lng, lat] of this.points) ring.AddPoint(lat, lng);
    const { area, perimeter } = ring.Compute(false, true);
    const square = Math.abs(area);
    const said = [`${number(square, square < 100 ? 1 : 0)} m²`, `${number(square / 10_000, square < 1e6 ? 4 : 1)} ${words.hectare}`];
    if (square >= 10_000) said.push(`${number(square / 1e6, 3)} km²`);
    return [[words.area, said.join(" = ")], [words.perimeter, length(perimeter)]];
  }
}

const shape = (type, coordinates) => ({ type: "Feature", properties: {}, geometry: { type, coordinates } });
