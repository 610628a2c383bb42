// Suggestions under a search box; arrows choose one, Enter without a choice searches. The box stays
// a search box for screen readers, which are told how many suggestions there are.
const PAUSE = 150;
let boxes = 0;

export function suggest(input) {
  const list = document.createElement("ul");
  list.id = `suggestions-${boxes++}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? "");
  list.hidden = true;
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  input.after(list, said);
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);

  let items = [];
  let chosen = -1;
  let timer;
  let asked = 0;

  function close() {
    list.hidden = true;
    chosen = -1;
    said.textContent = "";
    input.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    chosen = index;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index].scrollIntoView({ block: "nearest" });
  }

  function open(index) {
    const { url, title } = items[index];
    if (url) return location.assign(url);
    input.value = title;
    close();
    input.form.requestSubmit();
  }

  function show() {
    list.replaceChildren(
      ...items.map(({ title, kind }, at) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${at}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = title;
        if (kind) {
          const tag = document.createElement("span");
          tag.className = "meta";
          tag.textContent = ` ${kind}`;
          option.append(tag);
        }
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => open(at));
        return option;
      }),
    );
    list.hidden = !items.length;
    chosen = -1;
    said.textContent = items.length ? input.dataset.suggestions.replace("{n}", items.length) : "";
  }

  async function ask() {
    const mine = ++asked;
    const text = input.value.trim();
    if (!text) return close();
    try {
      const found = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q: text })}`);
      if (!found.ok) return;
      const body = await found.json();
      if (mine !== asked || document.activeElement !== input) return;
      items = body.items;
      show();
    } catch {
      // no network: the box still searches on Enter
    }
  }

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("compositionend", () => (timer = setTimeout(ask, PAUSE)));
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const last = items.length - 1;
    if (event.key === "ArrowDown") choose(chosen === last ? -1 : chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) open(chosen);
    else return;
    event.preventDefault();
  });
}
