// The lanes: for each faction a bar for each side that it took, and the day as a line.

const isDubious = (row) => row.certainty === "possible" || row.disputed === "true";

/** Returns the bars of a tie: days on which one relation holds, in parts that look alike. */
function barsOf(steps) {
  const bars = [];
  steps.forEach((tie, n) => {
    if (n % 2 === 0 || tie < 0) return;
    const row = rowOf(columns.tie, data.ties[tie]);
    if (!data.relations[row.relation][4]) return;
    const [first, last] = [steps[n - 1], steps[n + 1] ?? data.last + 1];
    let bar = bars.at(-1);
    if (bar?.last !== first || bar.row.relation !== row.relation) bars.push((bar = { first, parts: [] }));
    const part = bar.parts.at(-1);
    if (part?.dubious === isDubious(row)) part.last = last;
    else bar.parts.push({ first, last, dubious: isDubious(row) });
    Object.assign(bar, { last, row });
  });
  return bars;
}

/** Returns a bar with the day up to which it is drawn: its letter takes so many days. */
const lettered = (bar, days, end = bar.first + days) => (bar.last > end ? { ...bar, end: bar.last }
  : { ...bar, end, parts: [{ ...bar.parts.at(-1), first: bar.first, last: end }] });

/** Returns the factions that follow a side, with their bars, each on the first line that is free. */
function lanesAt(point, days) {
  const all = world(point).ties.flatMap(([from, to, versions]) =>
    barsOf(stepsAt(versions, point.known)).map((bar) => ({ ...lettered(bar, days), from, to })));
  all.sort((a, b) => a.from - b.from || a.first - b.first || a.to - b.to);
  const followers = Map.groupBy(all, ({ from }) => from);
  for (const bars of followers.values()) {
    const ends = [];
    for (const bar of bars) {
      const free = ends.findIndex((end) => end <= bar.first);
      bar.line = free < 0 ? ends.length : free;
      ends[bar.line] = bar.end;
    }
  }
  return [...followers];
}

const sideOf = (faction) => data.sides[faction] ?? ["", "#888888", "#000000"];

function drawnBar({ to, last, parts, row }, x, y) {
  const [letter, colour, ink] = sideOf(to);
  const until = last > data.last ? "" : ` to ${iso(last - 1)}`;
  const title = `${reads(row.relation)} ${factions[to].name}, since ${row.since}${until}, ${remarks(row)}`;
  return svg("g", {}, svg("title", {}, title), parts.map((part) => {
    const [left, width] = [x(part.first), Math.max(3, x(part.last) - x(part.first))];
    const [kind, paint] = part.dubious ? ["bar dubious", null] : ["bar", ink];
    return [svg("rect", { x: left, y, width, height: 15, fill: colour, class: kind }),
      width > 10 && svg("text", { x: left + width / 2, y: y + 11.5, class: "letter small", fill: paint }, letter)];
  }));
}

/** Returns lines at the beginnings of years, as many as have room. */
function calendar(first, x, room, bottom) {
  const [from, to] = [first, data.last].map((day) => Number(iso(day).slice(0, 4)));
  const apart = Math.max(1, Math.ceil((to - from + 1) / (room / 52)));
  const years = Array.from({ length: to - from }, (_, n) => from + 1 + n).filter((_, n) => n % apart === 0);
  return years.map((year) => {
    const at = x(dayOf(`${year}-01-01`));
    return [svg("path", { d: `M${at} 16V${bottom}`, class: "guide" }),
      svg("text", { x: at + 3, y: 12, class: "tick" }, String(year))];
  });
}

/** Returns the picture but for the line of the day, with what finds the place of that. */
const lanesOf = kept(["known", "scenario", "wide"], ({ wide, ...point }) => {
  const [label, [first]] = [wide < 600 ? 110 : 240, stopsAt(point)];
  const room = wide - label - 20;
  const own = lanesAt(point, (15 / room) * (data.last + 1 - first));
  const x = (day) => (Math.max(0, day - first) / Math.max(1, data.last + 1 - first)) * room;
  let y = 26;
  const drawn = own.slice(0, 300).map(([faction, bars], n) => {
    const top = y;
    y += 19 * (1 + Math.max(...bars.map(({ line }) => line))) + 6;
    const { id, name } = factions[faction];
    const band = { x: -label, y: top - 3, width: wide, height: y - top, class: n % 2 ? "band" : "band even" };
    const link = svg("a", linkTo(id), svg("title", {}, name),
      svg("text", { x: 4 - label, y: top + 12, class: "plain" }, short(name, wide < 600 ? 15 : 34)));
    return [svg("rect", band), link, bars.map((bar) => drawnBar(bar, x, top + 19 * bar.line))];
  });
  const picture = svg("svg", { width: wide, height: y + 4, viewBox: `${-label} 0 ${wide} ${y + 4}`, class: "lanes",
    role: "group", "aria-label": "Sides taken over time" }, drawn.map(([band]) => band), calendar(first, x, room, y),
    drawn.map(([, ...rest]) => rest));
  const sides = [...new Set(own.flatMap(([, bars]) => bars.map((bar) => bar.to)))].sort((a, b) => a - b);
  const pale = "Pale with a dashed rim: only possible by its dates, or disputed.";
  const body = [scroll("Lanes", picture), h("p", { class: "soft" }, pale), legend(sides, "")];
  return { body: own.length ? body : h("p", {}, "Nobody followed a side."), picture, x, y };
});

function lanes(point) {
  const wide = Math.max(300, Math.min(1200, pageWidth() - 48));
  const { body, picture, x, y } = lanesOf({ ...point, wide });
  const links = [body].flat().flatMap((element) => [...element.querySelectorAll("[data-place]")]);
  for (const link of links) fill(link, linkTo(link.dataset.place), []);
  picture.querySelector(".now")?.remove();
  picture.append(svg("path", { d: `M${x(point.day)} 14V${y}`, class: "now" }));
  return { title: "Lanes", columns: columns.status, rows: tiesAt(point), body };
}
