// What stands on a day, as known on a day. It is looked up, never worked out: each answer was
// given by the program, with the first day on which it holds.

const data = JSON.parse(document.getElementById("data").textContent);
const { factions, columns, knowledge } = data;
const DAY = 864e5;
const place = new Map(factions.map((faction, number) => [faction.id, number]));

const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);

function dayOf(text) {
  const day = Date.parse(`${text}T00:00:00Z`) / DAY;
  return Number.isInteger(day) && iso(day) === text ? day : null;
}

const FIRST = dayOf("0001-01-01");
const LONG = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const inWords = (day) => LONG.format(day * DAY);

/** Returns the days of an answer and what holds from each on, as known on a day. */
const stepsAt = (versions, known) => versions.findLast(([since]) => since <= known)?.[1] ?? [];

function valueAt(versions, { day, known }) {
  const steps = stepsAt(versions, known);
  let value;
  for (let n = 0; n < steps.length && steps[n] <= day; n += 2) value = steps[n + 1];
  return value;
}

const pairKey = ([one, other]) => `${Math.min(one, other)} ${Math.max(one, other)}`;
const inFileOrder = (a, b) => a[0] - b[0] || a[1] - b[1];
const KINDS = ["ties", "disputes", "expected", "scenarios", "learned", "happened"];

/** Returns a function of a point that keeps its last answer, which hangs on some of its parts. */
function kept(parts, make) {
  let [key, answer] = [null, null];
  return (point) => {
    const own = parts.map((part) => point[part]).join();
    if (own !== key) [key, answer] = [own, make(point)];
    return answer;
  };
}

/** Returns the answers that hold under a what-if: its own, and the record's of other pairs. */
const world = kept(["scenario"], ({ scenario }) => {
  if (!scenario) return data.record;
  const own = data.supposed[scenario];
  const replaced = new Set(own.pairs.map(pairKey));
  const others = (kind) => data.record[kind].filter((row) => !replaced.has(pairKey(row)));
  const all = (kind) => [kind, [...others(kind), ...own[kind]].sort(inFileOrder)];
  return { ...own, ...Object.fromEntries(KINDS.map(all)) };
});

const rowOf = (names, cells) => Object.fromEntries(names.map((name, n) => [name, data.texts[cells[n]]]));

const relationOf = (tie) => (tie < 0 ? "" : rowOf(columns.tie, data.ties[tie]).relation);
const named = (from, to) => ({ faction: factions[from].id, name: factions[from].name,
  to: factions[to].id, to_name: factions[to].name });
const isDivided = (faction, point) =>
  String(Boolean(valueAt(world(point).divided[faction] ?? [], point)));

/** Returns the row of `status` for each tie of a point, in the order of the file. */
const tiesAt = kept(["day", "known", "scenario"], (point) =>
  world(point).ties.flatMap(([from, to, versions]) => {
    const tie = valueAt(versions, point) ?? -1;
    if (tie < 0) return [];
    const age = String(Math.max(0, point.day - data.ties[tie].at(-1)));
    const row = { ...rowOf(columns.tie, data.ties[tie]), ...named(from, to), from, with: to };
    return [{ ...row, age, divided: isDivided(from, point) }];
  }));

const isTwoWay = (row) => data.relations[row.relation][2];
const once = (rows) => rows.filter((row) => !isTwoWay(row) || row.from < row.with);

/** Returns all rows of `status`: a faction without ties has one without a relation. */
function statusAt(point) {
  const rows = Map.groupBy(tiesAt(point), (row) => row.faction);
  return factions.flatMap(({ id, name }, n) =>
    rows.get(id) ?? [{ faction: id, name, divided: isDivided(n, point) }]);
}

/** Returns the rows of `disputes`, of `expected` or of `scenarios` at a point. */
function rowsAt(kind, point) {
  return world(point)[kind].flatMap(([, , versions]) =>
    (valueAt(versions, point) ?? []).map((row) => rowOf(columns[kind], data.rows[kind][row])));
}

const claims = data.claims.map((cells) => {
  const [from, to, known, gone] = cells.slice(-4);
  return { ...rowOf(columns.claim, cells), ...named(from, to), knownDay: known, gone, known: iso(known) };
});
const whatIfs = rowsAt("scenarios", { day: data.last, known: data.known, scenario: "" });

/** Returns the rows of `log` that are known at a point. */
const claimsAt = kept(["known", "scenario"], ({ known, scenario }) =>
  claims.filter((claim) => claim.knownDay <= known && ["", scenario].includes(claim.scenario))
    .map((claim) => ({ ...claim, retracted: String(claim.gone !== null && claim.gone <= known) })));

/** Returns the days on which a tie changes, as known on a day; the last day is one too. */
const stopsAt = kept(["known", "scenario"], (point) => {
  const days = world(point).ties.flatMap(([, , versions]) =>
    stepsAt(versions, point.known).filter((day, n) => n % 2 === 0 && day > FIRST));
  return [...new Set([...days, data.last])].sort((a, b) => a - b);
});
