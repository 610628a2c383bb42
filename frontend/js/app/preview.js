/** Draw the preview anew when the style form changes; without it, the button does. */
const PAUSE = 400;

export function preview(form) {
  const picture = document.querySelector("[data-preview]");
  if (!picture) return;
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const said = new FormData(form);
      said.delete("csrfmiddlewaretoken");
      const next = new Image();
      next.addEventListener("load", () => (picture.src = next.src));
      next.src = `${picture.dataset.preview}?${new URLSearchParams(said)}`;
    }, PAUSE);
  });
}
