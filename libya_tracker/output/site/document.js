// Elements of the page, and its tables. Every text goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (![null, undefined, false].includes(value)) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => ![null, undefined, "", false].includes(child)));
  return element;
}

const h = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
const svg = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

const scroll = (name, ...held) => h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": name }, held);
const counted = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
const isolated = (...texts) => h("bdi", {}, texts);
/** Returns a date that stays on its line; a range may be broken between its days. */
const whole = (text) =>
  text.split(/(?<=\.\.)(?=.)/).flatMap((part, n) => [n > 0 && h("wbr"), h("span", { class: "whole" }, part)]);
const words = (text) => h("p", { class: "words", dir: "auto" }, text);

const linkTo = (id) => ({ href: address({ place: id }), "data-place": id });
const factionLink = (id) => h("a", linkTo(id), isolated(factions[place.get(id)].name));
const sourceOf = (id) => data.sources[id] ?? [id, "", "", null, ""];
const sourceName = (id) => sourceOf(id).slice(1, 3).filter(Boolean).join(", ") || id;

function sourceLink(id) {
  const [title, publisher, date, url, withdrawn] = sourceOf(id);
  const label = isolated(publisher || title, date && [", ", whole(date)]);
  const link = { href: url, rel: "noopener noreferrer", title };
  return [url ? h("a", link, label) : h("span", { title }, label), withdrawn && ` (${withdrawn})`];
}

const parted = (cell) => (cell ? cell.split(";") : []);
const sourceLinks = (cell) =>
  parted(cell).map((id, n) => h("span", { class: "source" }, n ? "; " : "", sourceLink(id)));

const reads = (relation) => data.relations[relation]?.[0] ?? relation;
const signOf = (relation) => data.relations[relation]?.[1] ?? "";
const tone = (relation) => data.relations[relation]?.[3] ?? "plain";

/** Returns a table of the first rows, and a button for the others. */
function table(caption, heads, rows, most = 100) {
  if (!rows.length) return h("p", { class: "soft" }, `${caption}: none.`);
  const line = (row) =>
    h("tr", {}, heads.map(([head, cell], n) =>
      h(n ? "td" : "th", { "data-head": head, scope: n ? null : "row" }, cell(row) ?? "")));
  const body = h("tbody", {}, rows.slice(0, most).map(line));
  const rest = rows.length - most;
  const more = h("button", { type: "button", click: () => {
    body.append(...rows.slice(most).map(line));
    more.remove();
  } }, `Show ${rest.toLocaleString("en")} more`);
  const head = h("tr", {}, heads.map(([name]) => h("th", { scope: "col" }, name)));
  return [h("table", {}, h("caption", {}, caption), h("thead", {}, head), body), rest > 0 ? more : null];
}

/** Returns rows as CSV by RFC 4180, as the program writes them. */
function csv(names, rows) {
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const grid = [names, ...rows.map((row) => names.map((name) => row[name] ?? ""))];
  return grid.map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
}

function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
