// What can be shown of a point: each view has a title, a body, and the rows for a CSV.

const chip = (text, kind = "") => h("span", { class: `chip ${kind}` }, text);
const signed = (word) => h("span", { class: tone(word) }, `${signOf(word).replace("-", "−")} ${reads(word)}`.trim());
const stated = (row) => [factionLink(row.faction), " ", signed(row.relation), " ", factionLink(row.to)];
const dated = (date, until) => [whole(date), until && [" until ", whole(until)]];
const sure = (row) => `${row.status} ${row.grade}`.trim();
const voice = (who) => (place.has(who) ? factionLink(who) : isolated(who));
const speaker = (by) => by && ["by ", voice(by), "; "];
const cited = ["Sources", (row) => h("div", { class: "small" }, speaker(row.by), sourceLinks(row.sources))];
const ofTie = [
  ["Faction", (row) => [factionLink(row.faction), row.divided === "true" && chip("divided", "hostile")]],
  ["Tie", (row) => signed(row.relation)],
  ["With", (row) => factionLink(row.to)],
  ["Since", (row) => dated(row.since, row.until)],
  ["Status", (row) => [sure(row), row.certainty === "possible" && chip("possible"),
    row.disputed === "true" && chip(`disputed by ${row.disputed_by.replaceAll(";", ", ")}`, "hostile")]],
  ["Last cited", (row) => [whole(row.last_cited), ` ${counted(Number(row.age), "day")} ago`]],
  cited,
];
const ofClaim = [
  ["Date", (row) => dated(row.date, row.until)],
  ["Claim", stated],
  ["Status", (row) => [sure(row), row.retracted === "true" && chip("no longer stands", "hostile"),
    row.scenario && chip(`what-if ${row.scenario}`)]],
  cited,
  ["Note", (row) => row.note && words(row.note)],
];

function ties(point) {
  const rows = statusAt(point).filter((row) => !here.filters.certain || row.certainty === "certain");
  return { title: "Ties", columns: columns.status, rows, filters: [check("certain", "Certain ties only")],
    body: table(`Ties on ${inWords(point.day)}`, ofTie, rows.filter((row) => row.relation)) };
}

const MOST = 60;
function matrix(point) {
  const rows = tiesAt(point);
  const tied = [...new Set(rows.flatMap((row) => [row.from, row.with]))].sort((a, b) => a - b);
  const shown = tied.slice(0, MOST);
  const cells = new Map(rows.map((row) => [`${row.from} ${row.with}`, row]));
  const cell = (from, to) => {
    const row = cells.get(`${from} ${to}`);
    if (!row) return h("td", { class: from === to && "self" });
    const mark = `${signOf(row.relation).replace("-", "−")}${row.disputed === "true" ? "?" : ""}`;
    const marks = { class: `${tone(row.relation)} ${row.certainty}`, title: `${sentence(row)}: ${remarks(row)}` };
    return h("td", marks, mark, h("span", { class: "unseen" }, ` ${reads(row.relation)} ${row.to_name}`));
  };
  const heads = shown.map((to) => h("th", { scope: "col" }, h("span", {}, factionLink(factions[to].id))));
  const filled = shown.map((from) =>
    h("tr", {}, h("th", { scope: "row" }, factionLink(factions[from].id)), shown.map((to) => cell(from, to))));
  const square = h("table", { class: "matrix" }, h("thead", {}, h("tr", {}, h("td"), heads)), h("tbody", {}, filled));
  const cut = tied.length > MOST ? `; the first ${MOST} of ${tied.length} factions` : "";
  const key = `Each row toward each column: + friendly, − hostile, 0 neither, ? disputed${cut}.`;
  const body = [h("p", { class: "soft" }, key), scroll("Matrix", square)];
  return { title: "Matrix", columns: columns.status, rows,
    body: tied.length ? body : h("p", {}, "No tie stands on this day.") };
}

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const TEXTS = ["change", "name", "to_name", "by", "note", "sources", "tags"];

function chosenClaims(all) {
  const { words: typed = "", certain } = here.filters;
  const sought = folded(typed).split(/\s+/).filter(Boolean);
  const fits = (row) => ([name, column]) =>
    !here.filters[name] || parted(row[column] ?? "").includes(here.filters[name]);
  const holds = (row) => {
    const text = sought.length && folded(TEXTS.map((name) => row[name] ?? "").join(" "));
    return sought.every((word) => text.includes(word));
  };
  return all.filter((row) => LISTS.every(fits(row)) && (!certain || dayOf(row.date) !== null) && holds(row));
}

const LISTS = [["status", "status"], ["relation", "relation"], ["source", "sources"], ["tag", "tags"]];

const optionsAt = kept(["known", "scenario"], (point) => LISTS.map(([, column]) =>
  [...new Set(claimsAt(point).flatMap((row) => parted(row[column] ?? "")))].sort()));

function claimList(point) {
  const rows = chosenClaims(claimsAt(point));
  const lists = optionsAt(point).map((options, n) => {
    const text = LISTS[n][0] === "source" ? sourceName : String;
    return options.length ? select(LISTS[n][0], options, text) : null;
  });
  return { title: "Claims", columns: columns.log, rows, body: table(counted(rows.length, "claim"), ofClaim, rows),
    filters: [input("words"), ...lists, check("certain", "Exact dates only")] };
}

function disputes(point) {
  const rows = rowsAt("disputes", point);
  const side = (word, dates, voices) => [signed(word),
    parted(dates).map((date, n) => h("div", {}, whole(date), ": ", voice(parted(voices)[n] ?? "")))];
  return { title: "Disputes", columns: columns.disputes, rows, body: table("Who disagrees with whom", [
    ["Between", (row) => [factionLink(row.faction), " and ", factionLink(row.to)]],
    ["About", (row) => row.dispute],
    ["Some say", (row) => side(row.relation, row.dates, row.voices)],
    ["Others", (row) => side(row.other, row.other_dates, row.other_voices)]], rows) };
}

function expectations(point) {
  const rows = rowsAt("expected", point).sort((a, b) => (a.date < b.date ? -1 : Number(a.date > b.date)));
  return { title: "Expected", columns: columns.expected, rows, body: table("What was said to come", [
    ["When", (row) => whole(row.date)], ["Expected", stated],
    ["State", (row) => chip(row.state, { refuted: "hostile", fulfilled: "friendly" }[row.state])],
    ["Settled", (row) => row.settled && [whole(row.settled), row.settled_status && `, ${row.settled_status}`]],
    cited], rows) };
}

function scenarioList(point) {
  const own = ({ scenario }) => claimsAt({ ...point, scenario }).filter((row) => row.scenario === scenario);
  return { title: "What-ifs", columns: columns.scenarios, rows: scenarios, body: [
    table(`What-ifs, by ${inWords(data.last)}`, [
      ["What if", (row) => isolated(row.title || row.scenario)],
      ["See it", (row) => h("a", { href: address({ scenario: row.scenario }) }, `lay ${row.scenario} over the record`)],
      ["Outcome", (row) => [row.outcome, " ", whole(row.resolved)]],
      ["Ties", (row) => `${row.added} added, ${row.changed} changed, ${row.removed} removed`], cited], scenarios),
    table("Their claims", ofClaim, scenarios.flatMap(own))] };
}

function comparison(point) {
  const earlier = stopsAt(point).filter((day) => day < point.day);
  const from = dayOf(here.filters.from ?? "") ?? earlier.at(-1) ?? point.day;
  const on = (day) => new Map(tiesAt({ ...point, day }).map((row) => [`${row.from} ${row.with}`, row]));
  const [old, now] = [on(from), on(point.day)];
  const pairs = [...new Map([...old, ...now])].sort(([, a], [, b]) => a.from - b.from || a.with - b.with);
  const rows = pairs.flatMap(([pair, tie]) => {
    const [before, after] = [old, now].map((day) => day.get(pair)?.relation ?? "");
    const difference = before && after ? "changed" : before ? "removed" : "added";
    return before === after ? [] : [{ ...tie, difference, before, after }];
  });
  const names = ["faction", "name", "to", "to_name", "difference", "before", "after"];
  const word = (name) => (row) => row[name] && signed(row[name]);
  return { title: "Compare", columns: names, rows,
    filters: [input("from", { type: "date", value: iso(from), max: iso(data.last) })],
    body: table(`From ${inWords(from)} to ${inWords(point.day)}`, [
      ofTie[0], ofTie[2], ["Change", (row) => chip(row.difference)], ["Before", word("before")],
      ["After", word("after")], ["Since", (row) => row.after && whole(row.since)],
      ["Sources", (row) => row.after && cited[1](row)]], rows) };
}

function profile(point) {
  const own = factions[place.get(here.place)];
  const rows = tiesAt(point).filter((row) => own.id === row.faction || (own.id === row.to && !isTwoWay(row)));
  const history = claimsAt(point).filter((row) => [row.faction, row.to, row.from].includes(own.id));
  const sources = [...new Set(history.flatMap((row) => parted(row.sources)))];
  const list = (title, items) => items.length
    ? [h("h3", {}, title), h("ul", {}, items.map((item) => h("li", {}, item)))] : [];
  const timed = ([name, ...rest]) => [isolated(name), rest.filter(Boolean).map((text) => [", ", isolated(text)])];
  const relative = ([section, item, other, note, date]) =>
    [`${section}: `, factionLink(factions[other].id), ` (${item}, ${date}; `, isolated(note), ")"];
  const facts = own.facts.map(([key, value]) =>
    key === "note" ? words(value) : h("p", { class: "fact" }, `${key}: `, isolated(value)));
  return { title: own.name, columns: columns.status, rows, body: [
    facts, table(`Ties on ${inWords(point.day)}`, ofTie, rows),
    list("Other names", own.aliases.map(timed)), list("Leaders", own.leaders.map(timed)),
    list(`Lineage, by ${inWords(data.last)}`, own.relatives.map(relative)), table("History", ofClaim, history),
    list("Sources", sources.map((id) => [isolated(sourceOf(id)[0]), ": ", sourceLink(id)]))] };
}

const VIEWS = { "/network": network, "/lanes": lanes, "/matrix": matrix, "/ties": ties, "/claims": claimList,
  "/disputes": disputes, "/expected": expectations, "/what-ifs": scenarioList, "/compare": comparison };
