"""The tables of a database: their columns, keys, indexes and views, as SQL.

Each date that somebody wrote has three columns: its text, and the first and the last day
that it can mean. A column is never called by a word that SQL keeps for itself, so ``to`` is
``to_faction``, ``from`` is ``from_faction`` and ``by`` is ``speaker``; only the view of the
ties has the names of the rows of ``status``. A foreign key names the column that it means:
Datasette cannot show a table whose keys leave it out.
"""

from __future__ import annotations

#: What marks a file as ours in its header: "LTRA".
APPLICATION = 0x4C545241
#: Goes up where a table or a column changes its meaning or goes away.
VERSION = 1


def _fuzzy(*names: str) -> str:
    """Return the columns of written dates."""
    return ", ".join(f"{name} text, {name}_first text, {name}_last text" for name in names)


def _labels(kind: str, table: str) -> str:
    """Return the tables of the tags, the ids elsewhere and the own keys of records."""
    owner = f"{kind} text not null references {table}(id)"
    tags = (
        f"create table {kind}_tags ({owner}, tag text not null, primary key ({kind}, tag))"
    )
    ids = (
        f"create table {kind}_ids ({owner}, register text not null, value text not null, "
        f"primary key ({kind}, register))"
    )
    return ";\n".join([tags, *([ids] if kind != "claim" else []), _own_keys(kind, table)])


def _own_keys(kind: str, table: str) -> str:
    """Return the table of the keys of records that are the keeper's own, values as JSON."""
    return (
        f"create table {kind}_keys ({kind} text not null references {table}(id), "
        f"key text not null, value text not null, primary key ({kind}, key))"
    )


TABLES = f"""
create table export (
  title text, file text not null, program text not null, as_of text not null,
  known_at text not null, scenario text, min_status text, according_to text, persist text
);
create table registry_keys (key text primary key, value text not null);
create table factions (
  id text primary key, place integer not null unique, name text not null, kind text,
  area text, {_fuzzy("founded", "dissolved")}, note text
);
create table names (
  id integer primary key, faction text not null references factions(id), kind text not null
  check (kind in ('name', 'alias', 'id')), name text not null, {_fuzzy("since", "until")}
);
create table leaders (
  id integer primary key, faction text not null references factions(id), name text not null,
  role text, {_fuzzy("since", "until")}
);
create table sources (
  id text primary key, place integer not null unique, title text, publisher text,
  {_fuzzy("date")}, url text, archive_url text, {_fuzzy("accessed")}, reliability text,
  origin text references sources(id), voice text not null references sources(id),
  {_fuzzy("withdrawn")}, note text
);
create table scenarios (
  id text primary key, place integer not null unique, title text, outcome text not null,
  resolved_by text references claims(id)
);
create table claims (
  id text primary key, place integer not null unique, {_fuzzy("date")},
  faction text not null references factions(id), relation text not null,
  to_faction text not null references factions(id),
  from_faction text references factions(id), {_fuzzy("until")},
  begins integer not null, status text not null, grade text, speaker text, note text,
  recorded text, recorded_day text, known text not null, retracted integer not null,
  scenario text references scenarios(id), own_id integer not null
);
create table claim_sources (
  claim text not null references claims(id), source text not null references sources(id),
  place integer not null, primary key (claim, source)
);
create table retractions (
  entry text not null, claim text not null references claims(id), recorded text,
  recorded_day text, known text not null, scenario text references scenarios(id), note text,
  primary key (entry, claim)
);
create table retraction_keys (
  entry text not null, key text not null, value text not null, primary key (entry, key)
);
create table spells (
  id integer primary key, faction text not null references factions(id),
  relation text not null, to_faction text not null references factions(id), sign text,
  {_fuzzy("since", "until")}, began text, ended text, certain_from text,
  certain_until text, state text not null, status text not null,
  disputed integer not null, disputed_from text
);
create table spell_claims (
  spell integer not null references spells(id), claim text not null references claims(id),
  place integer not null, primary key (spell, claim)
);
create table tie_periods (
  id integer primary key, first text, last text,
  faction text not null references factions(id), relation text not null,
  to_faction text not null references factions(id), sign text, {_fuzzy("since", "until")},
  certainty text not null, status text not null, grade text,
  corroboration integer not null, disputed integer not null, divided integer not null,
  {_fuzzy("last_cited")}, cited text not null, change text not null references claims(id)
);
create table tie_sources (
  tie integer not null references tie_periods(id),
  source text not null references sources(id), place integer not null,
  primary key (tie, source)
);
create table tie_denials (
  tie integer not null references tie_periods(id), speaker text not null,
  place integer not null, primary key (tie, speaker)
);
create table texts (
  id integer primary key, record text not null check (record in
  ('faction', 'source', 'scenario', 'claim')), record_id text not null,
  field text not null check (field in ('name', 'note', 'title')), text text not null,
  folded text
);
{_labels("faction", "factions")};
{_labels("source", "sources")};
{_labels("claim", "claims")};
{_own_keys("scenario", "scenarios")};
"""

#: The ties by the days on which they stand: ``where :day between first and last``.
VIEW = """
create view ties as select
  coalesce(p.first, '0001-01-01') as first,
  coalesce(p.last, (select as_of from export)) as last,
  p.faction, f.name, p.relation, p.to_faction as "to", t.name as to_name, p.sign,
  p.since, p.until, p.certainty, p.status, p.grade, p.corroboration, p.disputed,
  (select group_concat(speaker, ';') from
    (select speaker from tie_denials where tie = p.id order by place)) as disputed_by,
  p.divided, p.last_cited,
  (select group_concat(source, ';') from
    (select source from tie_sources where tie = p.id order by place)) as sources,
  p.change, p.since_first, p.since_last, p.until_first, p.until_last,
  p.last_cited_first, p.last_cited_last, p.cited
from tie_periods p
join factions f on f.id = p.faction join factions t on t.id = p.to_faction
"""

#: The columns by which rows are looked up, of each table the foreign keys first.
_INDEXED = {
    "names": ("faction", "name"),
    "leaders": ("faction", "name"),
    "sources": ("origin", "voice", "publisher"),
    "scenarios": ("resolved_by",),
    "claims": ("faction", "to_faction", "from_faction", "scenario", "date_first"),
    "claim_sources": ("source",),
    "retractions": ("claim", "scenario"),
    "spells": ("faction", "to_faction", "began"),
    "spell_claims": ("claim",),
    "tie_periods": ("faction", "to_faction", "first", "change"),
    "tie_sources": ("source",),
    "texts": ("record_id",),
}
INDEXES = [
    f"create index {table}_by_{column} on {table} ({column})"
    for table, columns in _INDEXED.items()
    for column in columns
]

#: Search in all texts. The double quotes are how sqlite-utils and Datasette know it. SQLite
#: folds no Arabic letters, and parts words at vowel marks: so each is there folded, too.
SEARCH = """
create virtual table texts_fts using fts5(
  text, folded, content="texts", content_rowid='id',
  tokenize='unicode61 remove_diacritics 2'
);
insert into texts_fts (texts_fts) values ('rebuild');
"""
