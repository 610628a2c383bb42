/** A form with a file: take what is dropped on it, and show how much has been sent. */
export function upload(form) {
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector(".drop");
  const chosen = form.querySelector("[data-chosen]");
  const bar = form.querySelector("progress");
  const said = form.querySelector("[data-sent]");
  const limit = Number(form.dataset.limit) || Infinity;

  const inWords = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`);

  function show() {
    const file = input.files[0];
    chosen.textContent = file ? `${file.name} · ${inWords(file.size)}` : "";
    input.setCustomValidity(file && file.size > limit ? form.dataset.toobig : "");
    if (file && file.size > limit) input.reportValidity();
  }

  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("drop--over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    drop.addEventListener(name, () => drop.classList.remove("drop--over"));
  }
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    input.files = one.files;
    show();
  });
  input.addEventListener("change", show);

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return; // an address instead of a file: nothing to show
    event.preventDefault();
    const request = new XMLHttpRequest();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    bar.hidden = false;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.max = total;
      bar.value = loaded;
      said.textContent = form.dataset.sending.replace("{sent}", inWords(loaded)).replace("{all}", inWords(total));
    });
    const failed = () => {
      button.disabled = false;
      bar.hidden = true;
      said.textContent = form.dataset.failed;
    };
    request.addEventListener("error", failed);
    request.addEventListener("load", () => {
      const { next, errors } = answer(request);
      if (next) return location.assign(next);
      failed();
      if (errors) said.textContent = errors.join(" ");
    });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(new FormData(form));
  });
}

function answer(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}
