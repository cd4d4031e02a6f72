// How a job stands, written where it stands on the page; a page that comes anew would lose focus.

const place = document.getElementById("job");
const shown = place.dataset.state;
const steps = [...place.querySelectorAll(".stages li")];

function state(li, words) {
  const out = li.querySelector(".state");
  if (out.textContent !== words) out.textContent = words;
}

function tell(told) {
  const now = steps.findIndex((li) => li.querySelector(".words").textContent === told.stage);
  steps.forEach((li, i) => {
    li.classList.toggle("now", i === now);
    li.classList.toggle("past", i < now);
    if (i === now) li.setAttribute("aria-current", "step");
    else li.removeAttribute("aria-current");
    const bar = li.querySelector("progress");
    bar.hidden = i !== now;
    if (i !== now) state(li, i < now ? "done" : "to come");
    else if (told.total) {
      bar.max = told.total;
      bar.value = told.done;
      state(li, `${told.done.toLocaleString("en")} of ${told.total.toLocaleString("en")} ${place.dataset.unit}`);
    } else {
      bar.removeAttribute("value");
      state(li, "now");
    }
  });
}

async function look() {
  const answered = await fetch(`/api/jobs/${place.dataset.job}`);
  const told = answered.ok ? await answered.json() : { state: "gone" };
  if (told.state !== shown || told.state === "waiting" && `${told.ahead}` !== place.dataset.ahead) {
    location.reload(); // another page: waiting, running, stopped, or on to what was made
    return;
  }
  if (shown === "running") tell(told);
  setTimeout(look, 500);
}

setTimeout(look, 500);
