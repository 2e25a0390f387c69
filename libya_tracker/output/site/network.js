// The network of a day: factions around the circle of the program's pictures, ties across it.

const [LINE, FEW, MANY, NARROW] = [17, 60, 600, 800];
const tiedEver = new Set(data.record.ties.flatMap(([from, to]) => [from, to]));
const pageWidth = () => document.documentElement.clientWidth;
const isNarrow = () => pageWidth() < NARROW;

/** Returns the places around the circle, of all that ever have a tie or, if many, of a day's. */
function placed(today) {
  const ever = new Set([...tiedEver, ...today]);
  const all = ever.size <= FEW && !isNarrow() ? ever : today;
  const order = data.circle.filter((faction) => all.has(faction));
  const right = Math.ceil(order.length / 2);
  const radius = isNarrow() ? Math.max(150, 2.6 * order.length) : Math.max(170, (right * LINE) / 2.1);
  return new Map(order.map((faction, n) => {
    const turn = ((n + 0.5) / order.length) * 2 * Math.PI;
    const onRight = n < right;
    const [above, column] = onRight ? [n, right] : [order.length - 1 - n, order.length - right];
    const label = ((above + 0.5) / column - 0.5) * Math.max(2 * radius, column * LINE);
    return [faction, { x: radius * Math.sin(turn), y: -radius * Math.cos(turn), onRight, label, radius }];
  }));
}

/** Returns a line bent toward the centre, the more the longer it is, as in the pictures. */
function curve(start, end, aside) {
  const length = Math.hypot(end.x - start.x, end.y - start.y) || 1;
  const inward = 0.92 - 0.55 * Math.min(1, length / (2 * start.radius));
  const side = aside ? 14 / length : 0;
  const x = ((start.x + end.x) / 2) * inward - (end.y - start.y) * side;
  const y = ((start.y + end.y) / 2) * inward + (end.x - start.x) * side;
  const toward = (from, distance) => {
    const part = Math.min(distance / (Math.hypot(x - from.x, y - from.y) || 1), 0.45);
    return [from.x + (x - from.x) * part, from.y + (y - from.y) * part];
  };
  const [[a, b], [c, d]] = [toward(start, 13), toward(end, 16)];
  const at = (t) => [[a, x, c], [b, y, d]].map(([p, q, r]) => (1 - t) ** 2 * p + 2 * t * (1 - t) * q + t ** 2 * r);
  // In two halves: where they meet, the style puts the sign of the status.
  return { path: `M${[a, b]}Q${[(a + x) / 2, (b + y) / 2, ...at(0.5)]}T${[c, d]}`, doubt: at(0.7) };
}

const short = (name, most = 30) =>
  ([...name].length > most ? `${[...name].slice(0, most - 1).join("")}…` : name);
const sentence = (row) => `${row.name} ${reads(row.relation)} ${row.to_name}`;
const remarks = (row) => [`since ${row.since}`, row.status, row.certainty === "possible" && "possible",
  row.disputed === "true" && "disputed"].filter(Boolean).join(", ");

/** Returns the mark of a faction: the letter of a side; on a phone the others have a number. */
function disc(faction) {
  const [mark, colour, ink] = data.sides[faction] ?? [isNarrow() ? String(data.circle.indexOf(faction) + 1) : ""];
  return [svg("circle", { r: mark ? 12 : 5, fill: colour, class: colour ? null : "dot" }),
    svg("text", { y: 4.5, class: "letter", fill: ink }, mark)];
}

const legend = (all, kind) => h("ul", { class: `legend ${kind}` }, all.map((faction) => h("li", {},
  svg("svg", { viewBox: "-13 -13 26 26", class: "key", "aria-hidden": "true" }, disc(faction)),
  factionLink(factions[faction].id))));

function node(faction, { x, y, onRight, label, radius }, today) {
  const { id, name, rtl } = factions[faction];
  const ends = { "text-anchor": onRight !== rtl ? "start" : "end", direction: rtl ? "rtl" : null };
  const link = { href: address({ place: id }), class: today ? "node" : "node off", "data-id": faction };
  const beside = { x: onRight ? radius + 30 : -radius - 30, y: label + 4.5, ...ends };
  return svg("a", link, svg("title", {}, name), svg("g", { transform: `translate(${x} ${y})` }, disc(faction)),
    isNarrow() ? null : svg("text", beside, short(name)));
}

const leader = ({ x, y, onRight, label, radius }) =>
  svg("path", { d: `M${x} ${y}L${(onRight ? 1 : -1) * (radius + 26)} ${label}`, class: "leader" });

const looks = (row) => `tie ${tone(row.relation)} ${row.certainty} ${row.status}`;

/** Returns one line for all that look alike: drawing thousands one by one takes too long. */
const bundles = (rows, places) => [...Map.groupBy(once(rows), looks)].map(([kind, alike]) => svg("g", { class: kind },
  svg("path", { d: alike.map((row) => curve(places.get(row.from), places.get(row.with)).path).join("") })));

/** Returns a line for each tie, a two-way one once. */
function lines(rows, places) {
  const pairs = new Set(rows.map((row) => `${row.from} ${row.with}`));
  return once(rows).map((row) => {
    const aside = !isTwoWay(row) && pairs.has(`${row.with} ${row.from}`);
    const { path, doubt } = curve(places.get(row.from), places.get(row.with), aside);
    return svg("g", { class: looks(row), "data-from": row.from, "data-to": row.with },
      svg("title", {}, `${sentence(row)}: ${remarks(row)}`),
      svg("path", { d: path, "marker-end": isTwoWay(row) ? null : `url(#to-${tone(row.relation)})` }),
      svg("path", { d: path, class: "core" }), svg("text", { x: doubt[0], y: doubt[1] + 4, class: "doubt" },
        (row.certainty === "possible" ? "~" : "") + (row.disputed === "true" ? "?" : "")));
  });
}

/** Lets the ties of one faction stand out while it is pointed at or has the focus. */
function pointAt(event) {
  const picture = event.currentTarget;
  const chosen = event.type.endsWith("out") ? null : event.target.closest(".node");
  picture.classList.toggle("pointed", Boolean(chosen));
  for (const tie of picture.querySelectorAll(".tie")) {
    tie.classList.toggle("lit", [tie.dataset.from, tie.dataset.to].includes(chosen?.dataset.id));
  }
}

function network(point) {
  const rows = tiesAt(point);
  const today = new Set(rows.flatMap((row) => [row.from, row.with]));
  const places = placed(today);
  const { radius = 170 } = places.values().next().value ?? {};
  const labels = [...places.values()].map(({ label }) => Math.abs(label));
  const [wide, tall] = isNarrow() ? [radius + 14, radius + 14] : [radius + 250, Math.max(radius + 20, ...labels) + 14];
  const name = `Network of ${inWords(point.day)}; the ties are listed under Ties`;
  const picture = svg("svg", { viewBox: `${-wide} ${-tall} ${2 * wide} ${2 * tall}`, class: "network", role: "group",
    "aria-label": name, pointerover: pointAt, pointerout: pointAt, focusin: pointAt, focusout: pointAt },
    (rows.length > MANY ? bundles : lines)(rows, places), isNarrow() ? null : [...places.values()].map(leader),
    [...places].map(([faction, where]) => node(faction, where, today.has(faction))));
  const key = document.getElementById("network-key").content.cloneNode(true);
  return { title: "Network", columns: columns.status, rows,
    body: [scroll("Network", picture), isNarrow() ? legend([...places.keys()], "names") : null, key] };
}
