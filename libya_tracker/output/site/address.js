// Where the reader is, in the address: #DAY[@KNOWN][+SCENARIO],PLACE[?FILTERS]. A place is a
// faction, by its id, or /view.

let here = { day: data.last, known: data.known, scenario: "", place: "/network", filters: {} };

function address(change) {
  const { day, known, scenario, place: where, filters } = { ...here, filters: {}, ...change };
  const chosen = Object.entries(filters).filter(([, value]) => value !== "");
  const query = chosen.length ? `?${new URLSearchParams(chosen)}` : "";
  const point = `${iso(day)}${known === data.known ? "" : `@${iso(known)}`}`;
  return `#${point}${scenario ? `+${scenario}` : ""},${where}${query}`;
}

const within = (day, last) => (day === null ? last : Math.min(day, last));

/** Returns where an address leads; what it does not say, or says wrongly, is as by default. */
function whereTo(hash) {
  const [point, ...rest] = hash.slice(1).split(",");
  const [, on, at, supposed] = /^([^@+]*)(?:@([^+]*))?(?:\+(.*))?$/.exec(point) ?? [];
  const [where, query] = rest.join(",").split(/\?(.*)/s);
  const known = data.oneClock ? data.known : within(dayOf(at ?? ""), data.known);
  return {
    day: within(dayOf(on ?? ""), data.last),
    known,
    scenario: Object.hasOwn(data.supposed, supposed ?? "") ? supposed : "",
    place: place.has(where) || Object.hasOwn(VIEWS, where) ? where : "/network",
    filters: Object.fromEntries(new URLSearchParams(query ?? "")),
  };
}
