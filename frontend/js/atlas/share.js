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
    const text = query(layers, at, tones);
    history.replaceState(history.state, "", urls.atlas + text);
    const set = (name, property, value) => {
      const found = this.root.querySelector(`[data-atlas-${name}]`);
      if (found) found[property] = value;
    };
    set("link", "value", site + urls.atlas + text);
    set("print", "href", urls.print + text);
    const code = this.root.querySelector("[data-atlas-embed]");
    if (code) code.value = code.value.replace(/src="[^"]*"/, `src="${site}${urls.embed}${text.replaceAll("&", "&amp;")}"`);
    for (const language of document.querySelectorAll("a[hreflang]")) {
      const there = new URL(language.href);
      there.search = text;
      language.href = there.pathname + there.search;
    }
  }
}
