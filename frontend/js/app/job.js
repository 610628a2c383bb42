/** Follow long work: ask how far it is once a second, and open the result when it is done. */
export function followJob(box) {
  const bar = box.querySelector("progress");
  const said = box.querySelector("[data-message]");
  let wait = 1000;

  async function look() {
    try {
      const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const job = await answer.json();
      wait = 1000;
      if (job.finished) return location.reload();
      if (job.total) {
        bar.max = job.total;
        bar.value = job.done;
      } else bar.removeAttribute("value");
      if (said.textContent !== job.message) said.textContent = job.message;
    } catch {
      wait = Math.min(wait * 2, 15000); // the network went away: ask less often, never give up
    }
    setTimeout(look, wait);
  }
  setTimeout(look, 500);
}
