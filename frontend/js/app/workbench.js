/** The workbench's form: run without leaving the page, cancel, Ctrl+Enter, names at a click. */
export function workbench(form) {
  const box = form.querySelector("textarea");
  const stop = form.querySelector("[data-cancel]");
  const status = form.querySelector("[data-status]");
  let running = null;

  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  stop.addEventListener("click", () => cancel(form.dataset.cancelled));
  addEventListener("pagehide", () => cancel(""));
  addEventListener("popstate", () => location.reload());
  for (const name of document.querySelectorAll("[data-insert]")) {
    name.setAttribute("role", "button");
    name.tabIndex = 0;
    name.addEventListener("click", () => insert(name.dataset.insert));
    name.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      insert(name.dataset.insert);
    });
  }

  async function run() {
    cancel("");
    const mine = { id: crypto.randomUUID?.() ?? "", abort: new AbortController() };
    running = mine;
    show(form.dataset.running, true);
    const page = new URL(form.action, location);
    page.hash = "";
    page.search = new URLSearchParams({ sql: box.value });
    const asked = new URL(page);
    if (mine.id) asked.searchParams.set("id", mine.id);
    try {
      const answer = await fetch(asked, { headers: { Accept: "text/html" }, signal: mine.abort.signal });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const result = fresh.getElementById("result");
      if (!result) throw new Error(answer.status);
      document.getElementById("result").replaceWith(result);
      document.getElementById("examples")?.closest("section").remove();
      history.pushState({}, "", page);
      show("", false);
      result.focus({ preventScroll: true });
      result.scrollIntoView({ block: "nearest" });
    } catch {
      if (running === mine) show(form.dataset.failed, false);
    } finally {
      if (running === mine) running = null;
    }
  }

  /** Stop waiting, and tell the server to stop too: it would go on until its time is over. */
  function cancel(words) {
    if (!running) return;
    const { id, abort } = running;
    running = null;
    abort.abort();
    if (id) fetch(`${form.dataset.workbench}/${id}`, { method: "DELETE", keepalive: true }).catch(() => {});
    show(words, false);
  }

  function show(words, busy) {
    status.textContent = words;
    stop.hidden = !busy;
    form.setAttribute("aria-busy", String(busy));
  }

  /** Put a column's name where the cursor is, in double quotes where SQL wants them. */
  function insert(name) {
    const plain = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name);
    box.setRangeText(plain ? name : `"${name.replaceAll('"', '""')}"`, box.selectionStart, box.selectionEnd, "end");
    box.focus();
  }
}
