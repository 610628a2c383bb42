/** Load the map's code when its place comes into view, or when its button is pressed. */
export function maps(box) {
  const button = box.querySelector("[data-map-open]");
  let started = false;

  async function start() {
    if (started) return;
    started = true;
    if (button) button.hidden = true;
    try {
      const sheet = document.createElement("link");
      sheet.rel = "stylesheet";
      sheet.href = box.dataset.css;
      const styled = new Promise((done) => (sheet.onload = sheet.onerror = done));
      document.head.append(sheet);
      const [code] = await Promise.all([import(box.dataset.map), styled]);
      await code.start(box, JSON.parse(document.getElementById(box.dataset.options).textContent));
    } catch (error) {
      console.error(error);
      const said = box.querySelector("[data-map-failed]");
      if (said) said.hidden = false;
    }
  }

  if (button) {
    button.hidden = false;
    button.addEventListener("click", start);
  }
  if (box.hasAttribute("data-map-now") && !navigator.connection?.saveData) {
    const watch = new IntersectionObserver(
      (seen) => {
        if (!seen.some((entry) => entry.isIntersecting)) return;
        watch.disconnect();
        start();
      },
      { rootMargin: "200px" },
    );
    watch.observe(box);
  }
}
