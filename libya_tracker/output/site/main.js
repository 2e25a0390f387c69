// The page: its controls, and what is shown below them.

document.querySelectorAll("style:not(#site-style)").forEach((style) => style.remove());
document.getElementById("site-style").media = "all";
document.body.replaceChildren(document.getElementById("site").content);

const refine = (name, value) => go({ filters: { ...here.filters, [name]: value } });
const labelled = (text, control) => h("label", {}, h("span", {}, text), control);
const input = (name, more = { type: "search" }, text = name) => labelled(text, h("input", { name, ...more,
  value: here.filters[name] ?? more.value ?? "", input: (event) => refine(name, event.target.value) }));
const check = (name, text) => labelled(text, h("input", { name, type: "checkbox",
  checked: here.filters[name] ? "" : null, change: (event) => refine(name, event.target.checked ? "yes" : "") }));
const option = (value, text, chosen) => h("option", { value, selected: chosen ? "" : null }, text);
const select = (name, options, text) => labelled(name,
  h("select", { name, change: (event) => refine(name, event.target.value) }, option("", "any"),
    options.map((value) => option(value, text(value), value === here.filters[name]))));

const part = (id) => document.getElementById(id);
const [slider, date, play, known, supposing] = ["slider", "date", "play", "known", "supposing"].map(part);
let stops = [];
let playing = null;
let shown = null;
const reached = () => Math.max(0, stops.findLastIndex((day) => day <= here.day));

/** Goes to another point or choice, which leaves no step in the history of the browser. */
function go(change) {
  history.replaceState(null, "", address({ filters: here.filters, ...change }));
  arrive();
}

const step = (by) => go({ day:
  (by < 0 ? stops.findLast((day) => day < here.day) : stops.find((day) => day > here.day)) ?? here.day });

function toggle() {
  const starts = !playing;
  clearInterval(playing);
  if (starts && reached() === stops.length - 1) go({ day: stops[0] });
  playing = starts ? setInterval(() => (reached() < stops.length - 1 ? step(1) : toggle()), 900) : null;
  play.textContent = starts ? "Pause" : "Play";
}

/** Returns the years below the slider, each at its first stop, as many as have room. */
const yearMarks = kept(["known", "scenario"], () => {
  let free = 0;
  return stops.flatMap((day, n) => {
    const [year, at] = [iso(day).slice(0, 4), (100 * n) / Math.max(1, stops.length - 1)];
    if (at < free || at > 95 || (n && iso(stops[n - 1]).startsWith(year))) return [];
    free = at + 7;
    return svg("text", { x: `${at}%`, y: 12 }, year);
  });
});

function summary() {
  const rows = once(tiesAt(here));
  const tied = new Set(rows.flatMap((row) => [row.from, row.with]));
  const of = `${inWords(here.day)}: ${counted(rows.length, "tie")} among ${counted(tied.size, "faction")}`;
  const then = here.known === data.known ? "" : `as known on ${inWords(here.known)}`;
  return [of, then, here.scenario && `supposing ${here.scenario}`, ...data.conditions].filter(Boolean).join(", ");
}

function setControls() {
  stops = stopsAt(here);
  const latest = knowledge.findLastIndex((day) => day <= here.known);
  Object.assign(slider, { max: stops.length - 1, value: reached(), ariaValueText: inWords(here.day) });
  Object.assign(known, { max: knowledge.length - 1, value: latest, ariaValueText: inWords(here.known) });
  [date.value, supposing.value] = [iso(here.day), here.scenario];
  part("day").textContent = inWords(here.day);
  part("known-day").textContent = inWords(here.known);
  part("summary").textContent = summary();
  part("years").replaceChildren(...yearMarks(here));
  for (const link of part("views").children) {
    link.href = address({ place: link.dataset.view });
    link.ariaCurrent = link.dataset.view === here.place ? "page" : null;
  }
}

/** Shows what the address says. */
function arrive() {
  const before = here;
  here = whereTo(location.hash);
  setControls();
  const view = (VIEWS[here.place] ?? profile)(here);
  const moved = !shown || before.place !== here.place;
  document.title = `${view.title}, ${iso(here.day)}: ${data.title}`;
  part("heading").replaceChildren(isolated(view.title));
  if (moved || !part("filters").contains(document.activeElement)) {
    part("filters").replaceChildren(...(view.filters ?? []).filter(Boolean));
  }
  const nodes = [view.body].flat(3).filter(Boolean);
  if (nodes[0] !== part("body").firstChild) part("body").replaceChildren(...nodes);
  if (moved && shown) part("heading").focus();
  shown = view;
}

part("registry").append(isolated(data.title));
date.max = iso(data.last);
document.querySelector(".last-day").textContent = inWords(data.last);
document.body.classList.toggle("one-clock", data.oneClock);
supposing.append(...whatIfs.map((row) => option(row.scenario, `What if: ${row.title || row.scenario}`)));
document.body.classList.toggle("no-what-if", !whatIfs.length);
const DO = { play: toggle, previous: () => step(-1), next: () => step(1), now: () => go({ known: data.known }),
  csv: () => download(`${here.place.replace("/", "")}-${iso(here.day)}.csv`, csv(shown.columns, shown.rows)) };
for (const [id, act] of Object.entries(DO)) part(id).addEventListener("click", act);
slider.addEventListener("input", () => go({ day: stops[slider.value] }));
known.addEventListener("input", () => go({ known: knowledge[known.value] }));
date.addEventListener("change", () => go({ day: dayOf(date.value) ?? here.day }));
supposing.addEventListener("change", () => go({ scenario: supposing.value }));
addEventListener("hashchange", arrive);
addEventListener("resize", () => ["/lanes", "/network"].includes(here.place) && arrive());
arrive();
