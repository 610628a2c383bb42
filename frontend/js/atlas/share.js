// The address of the map as it stands: in the browser's bar, in the fields to copy, in other languages.
import { query } from "./state.js";

export class Share {
  constructor(root, options) {
    this.options = options;
    this.root = root;
    for (const copy of root.querySelectorAll("[data-atlas-copy]")) {
      if (!navigator.clipboard) continue;
      copy.hidden = false;
      const words = copy.textContent;
      copy.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.getElementById(copy.dataset.atlasCopy).value);
        copy.textContent = options.strings.copied;
        setTimeout(() => (copy.textContent = words), 3000);
      });
    }
  }

  /** Tell the state everywhere; `map` gives the middle and the zoom, `paper` the print's own. */
  tell(layers, at) {
    const { urls, site, tones } = this.options;
    const text = query(layers, at, tones, this.options.state);
    history.replaceState(history.state, "", urls.atlas + text);
    const set = (name, property, value) => {
      const found = this.root.querySelector(`[data-atlas-${name}]`);
      if (found) found[property] = value;
    };
    set("link", "value", site + urls.atlas + text);
    set("print", "href", urls.print + text);
    for (const form of this.root.querySelectorAll("[data-atlas-time], [data-atlas-search], [data-atlas-find]")) keep(form, text);
    const timeless = this.root.querySelector("[data-atlas-timeless]");
    if (timeless) timeless.href = urls.atlas + query(layers, at, tones);
    const code = this.root.querySelector("[data-atlas-embed]");
    if (code) code.value = code.value.replace(/src="[^"]*"/, `src="${site}${urls.embed}${text.replaceAll("&", "&amp;")}"`);
    for (const language of document.querySelectorAll("a[hreflang]")) {
      const there = new URL(language.href);
      there.search = text;
      language.href = there.pathname + there.search;
    }
  }
}

// A form that leads to another map takes along what this one shows.
function keep(form, text) {
  const said = new URLSearchParams(text);
  for (const name of ["layers", "at"]) {
    let field = form.querySelector(`input[type=hidden][name=${name}]`);
    if (!said.has(name)) {
      field?.remove();
      continue;
    }
    if (!field) {
      field = Object.assign(document.createElement("input"), { type: "hidden", name });
      form.append(field);
    }
    field.value = said.get(name);
  }
}
