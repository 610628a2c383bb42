// The search box: addresses, places, coordinates and layers, listed under it; one hit is gone to at once.
import { button, element, fill, number } from "./parts.js";

/** `go(place)` moves the map, `add(layer)` puts a layer on it. */
export function find(form, list, options, { go, add, say }) {
  const { strings: words, urls } = options;
  const input = form.querySelector("input[type=search]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const q = input.value.trim();
    list.replaceChildren();
    if (!q) return;
    try {
      const answer = await fetch(`${urls.find}?${new URLSearchParams({ q })}`);
      if (!answer.ok) throw new Error(`${answer.status}`);
      const { places, layers } = await answer.json();
      if (places.length === 1 && !layers.length) return choose(places[0]);
      const groups = [
        [words.places, places, (place) => [place.title, place.note, () => choose(place)]],
        [words.layers, layers, (layer) => [layer.title, fill(words.features, { n: number(layer.count) }), () => add(layer)]],
      ].filter(([, found]) => found.length);
      list.replaceChildren(...groups.flatMap(([title, found, read]) => group(title, found.map(read))));
      if (groups.length) list.querySelector("button").focus();
      else list.append(element("p", "notice notice--warning", words.nothingFound));
      say(groups.length ? fill(words.hits, { n: places.length + layers.length }) : words.nothingFound);
    } catch {
      list.append(element("p", "notice notice--error", words.searchFailed));
    }
  });

  function choose(place) {
    list.replaceChildren();
    go(place);
    say(`${place.title}. ${place.note}`);
  }

  list.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    list.replaceChildren();
    input.focus();
  });

  function group(title, rows) {
    const made = element("ul", "list list--dense");
    for (const [name, note, act] of rows) {
      const item = element("li");
      item.append(button(name, act), " ", element("span", "meta", note));
      made.append(item);
    }
    return [element("h2", "visually-hidden", title), made];
  }
}
