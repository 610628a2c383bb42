// What makes every page a little easier; each page reads and works without it.
import { copyButtons } from "./copy.js";
import { followJob } from "./job.js";
import { locate } from "./locate.js";
import { maps } from "./maps.js";
import { preview } from "./preview.js";
import { suggest } from "./suggest.js";
import { upload } from "./upload.js";
import { workbench } from "./workbench.js";

const each = (selector, start) => document.querySelectorAll(selector).forEach(start);

each("[data-copy]", copyButtons);
each("[data-job]", followJob);
each("[data-locate]", locate);
each("[data-map]", maps);
each("input[data-suggest]", suggest);
each("form[data-style-form]", preview);
each("form[data-upload]", upload);
each("form[data-workbench]", workbench);
each("button[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
each("select[data-submit]", (select) => select.addEventListener("change", () => select.form.requestSubmit()));
