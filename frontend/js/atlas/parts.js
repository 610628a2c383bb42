// Small pieces of the panel: buttons, signs, numbers in the reader's language.
import { element } from "../map/words.js";

export { element };

const SVG = "http://www.w3.org/2000/svg";

export const number = (n, digits = 0) =>
  n.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits });

export function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

const LONGEST = 300; // characters of a value: a shape written out would fill the page

/** A property's value as text, cut where it is very long; the data set's page has the whole of it. */
export function text(value) {
  if (value === null || value === undefined) return "";
  const whole = typeof value === "object" ? JSON.stringify(value) : String(value);
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole;
}

/** A length in words: 350 m, 2.41 km. */
export function length(meters) {
  return meters < 1000 ? `${number(meters, meters < 10 ? 1 : 0)} m` : `${number(meters / 1000, meters < 10_000 ? 2 : 1)} km`;
}

export function icon(options, name) {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("class", "icon");
  made.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${options.icons}#${name}`);
  made.append(use);
  return made;
}

/** A button with an icon whose words are read aloud and shown on hover, or with plain words. */
export function button(words, act, { options, name, quiet = true } = {}) {
  const made = element("button", name ? "atlas__icon" : `button button--small${quiet ? " button--quiet" : ""}`);
  made.type = "button";
  if (name) {
    made.setAttribute("aria-label", words);
    made.title = words;
    made.append(icon(options, name));
  } else made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

/** The sign of a layer in a legend: a dot, a line or an area in its tone. */
export function sign({ kind, tone }) {
  const made = element("span", `map__sign map__sign--${kind === "mixed" ? "area" : kind} tone-${tone}`);
  made.setAttribute("aria-hidden", "true");
  return made;
}

/** A square of a color that no style sheet knows. */
export function swatch(color) {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("class", "sign");
  made.setAttribute("width", "14");
  made.setAttribute("height", "14");
  made.setAttribute("aria-hidden", "true");
  const square = document.createElementNS(SVG, "rect");
  for (const [name, value] of [["width", "14"], ["height", "14"], ["rx", "2"], ["fill", color]]) square.setAttribute(name, value);
  made.append(square);
  return made;
}
