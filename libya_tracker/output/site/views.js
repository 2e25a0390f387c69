// What can be shown of a point: each view has a title, a body, and the rows for a CSV.

const chip = (text, kind = "") => h("span", { class: `chip ${kind}` }, text);
const signed = (word) => h("span", { class: tone(word) }, `${signOf(word)} ${reads(word)}`.trim());
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
  ["Last cited", (row) => [whole(row.last_cited), `, ${counted(Number(row.age), "day")} ago`]],
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
    const mark = `${signOf(row.relation)}${row.disputed === "true" ? "?" : ""}`;
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
    ["Settled", (row) => row.settled && [whole(row.settled), row.settled_status && `, ${row.settled_status}`,
      row.came_true && "; came true ", row.came_true && whole(row.came_true)]], cited], rows) };
}

function scenarioList(point) {
  const rows = rowsAt("scenarios", point);
  const own = ({ scenario }) => claimsAt({ ...point, scenario }).filter((row) => row.scenario === scenario);
  return { title: "What-ifs", columns: columns.scenarios, rows, body: [
    table(`What-ifs on ${inWords(point.day)}`, [
      ["What if", (row) => isolated(row.title || row.scenario)],
      ["See it", (row) => h("a", { href: address({ scenario: row.scenario }) }, `lay ${row.scenario} over the record`)],
      ["Outcome", (row) => [row.outcome, " ", whole(row.resolved)]],
      ["Ties", (row) => `${row.added} added, ${row.changed} changed, ${row.removed} removed`], cited], rows),
    table("Their claims", ofClaim, rows.flatMap(own))] };
}

/** Returns why a tie differs, as `diff` has it: first what is known changes, then the day. */
function whyOf({ from, with: to }, [first, between, last], old, now) {
  const { ties: standing, happened, learned } = world(old);
  const of = (rows) => rows.find((row) => row[0] === from && row[1] === to)?.[2] ?? [];
  const steps = stepsAt(of(standing), now.known);
  const stood = steps.some((day, n) => n % 2 === 0 && day <= old.day && relationOf(steps[n + 1]) === first);
  const isLater = between !== last && !(last === "" && between !== first && stood);
  return isLater ? valueAt(stepsAt(of(happened), now.known), { known: old.day, day: now.day }) ?? "happened"
    : valueAt(stepsAt(of(learned), old.known), { known: now.known, day: old.day }) ?? "learned";
}

function comparison(point) {
  const { from, knew } = here.filters;
  const earlier = stopsAt(point).findLast((day) => day < point.day);
  const known = data.oneClock ? data.known : within(dayOf(knew ?? "") ?? point.known, data.known);
  const then = { ...point, day: within(dayOf(from ?? "") ?? earlier ?? point.day, data.last), known };
  const [old, now] = [then, point].sort((a, b) => a.day - b.day || a.known - b.known);
  const points = [old, { ...old, known: now.known }, now];
  const course = points.map((at) => new Map(tiesAt(at).map((row) => [`${row.from} ${row.with}`, row])));
  const ends = old === then ? [course[0], course[2]] : [course[2], course[0]];
  const pairs = [...new Map(ends.flatMap((there) => [...there]))];
  pairs.sort(([, a], [, b]) => a.from - b.from || a.with - b.with);
  const rows = pairs.flatMap(([pair, tie]) => {
    const relation = (there) => there.get(pair)?.relation ?? "";
    const [before, after] = ends.map(relation);
    const difference = before && after ? "changed" : before ? "removed" : "added";
    const why = () => whyOf(tie, course.map(relation), old, now);
    return before === after ? [] : [{ ...tie, difference, before, after, why: why() }];
  });
  const word = (name) => (row) => row[name] && signed(row[name]);
  const day = (name, text, value, max) => input(name, { type: "date", value: iso(value), max: iso(max) }, text);
  const as = known === point.known ? "" : `, as known on ${inWords(known)},`;
  return { title: "Compare", columns: columns.diff, rows, filters: [day("from", "From", then.day, data.last),
    data.oneClock ? null : day("knew", "as known on", known, data.known)],
    body: table(`From ${inWords(then.day)}${as} to ${inWords(point.day)}`, [
      ofTie[0], ofTie[2], ["Change", (row) => chip(row.difference)], ["Before", word("before")],
      ["After", word("after")], ["Why", (row) => row.why], ["Since", (row) => row.after && whole(row.since)],
      ["Sources", (row) => row.after && cited[1](row)]], rows) };
}

function profile(point) {
  const number = place.get(here.place);
  const own = factions[number];
  const relatives = valueAt(world(point).relatives[number] ?? [], point) ?? [];
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
    list(`Lineage on ${inWords(data.lineageDay ?? point.day)}`, relatives.map(relative)),
    table("History", ofClaim, history),
    list("Sources", sources.map((id) => [isolated(sourceOf(id)[0]), ": ", sourceLink(id)]))] };
}

const VIEWS = { "/network": network, "/lanes": lanes, "/matrix": matrix, "/ties": ties, "/claims": claimList,
  "/disputes": disputes, "/expected": expectations, "/what-ifs": scenarioList, "/compare": comparison };
