// What makes every page a little easier; each page reads and works without it.
import { copyButtons } from "./copy.js";
import { followJob } from "./job.js";
import { locate } from "./locate.js";
import { maps } from "./maps.js";
import { suggest } from "./suggest.js";
import { upload } from "./upload.js";

const each = (selector, start) => document.querySelectorAll(selector).forEach(start);

each("[data-copy]", copyButtons);
each("[data-job]", followJob);
each("[data-locate]", locate);
each("[data-map]", maps);
each("input[data-suggest]", suggest);
each("form[data-upload]", upload);
each("select[data-submit]", (select) => select.addEventListener("change", () => select.form.requestSubmit()));
