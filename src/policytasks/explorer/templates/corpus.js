// The data: what is in the page, how units are chosen, and where their words stand.

const DATA = JSON.parse(document.getElementById("data").textContent);
const { documents: DOCUMENTS, units: UNITS, themes: THEMES, targets: TARGETS,
  responsibilities: RESPONSIBILITIES } = DATA;
const UNIT_COUNT = UNITS.id.length;
const NO_FUNCTION = "other";
const NOTHING = "none";

// For each unit the rows of another table.
function rowsByUnit(table) {
  const rows = Array.from({ length: UNIT_COUNT }, () => []);
  table.row.forEach((unit, row) => rows[unit].push(row));
  return rows;
}
const themesOf = rowsByUnit(THEMES);
const targetsOf = rowsByUnit(TARGETS);
const agenciesOf = rowsByUnit(RESPONSIBILITIES);

const functionOf = row => RESPONSIBILITIES.agency_id[row] ?? NO_FUNCTION;
const placeOf = doc => DOCUMENTS.place_id[doc] ?? DOCUMENTS.document_id[doc];
const taskId = unit => `${DOCUMENTS.document_id[UNITS.document[unit]]}:${UNITS.id[unit]}`;
const unitOfTask = new Map(UNITS.id.map((_, unit) => [taskId(unit), unit]));
const yearOf = date => (date ? date.slice(0, 4) : NOTHING);
const issuedIn = doc => yearOf(DOCUMENTS.issued[doc] ?? DOCUMENTS.published[doc]);

// The days by which something of a unit is due, the first one first.
function deadlines(unit) {
  const days = [UNITS.deadline[unit], ...targetsOf[unit].map(row => TARGETS.deadline[row])];
  return days.filter(Boolean).sort();
}

// --- texts ---------------------------------------------------------------------

// Offsets count code points, JavaScript counts UTF-16 units: they differ in texts with rare
// characters, which are cut by code points.
const codePoints = new Map();
function textBetween(doc, start, end) {
  const text = DOCUMENTS.text[doc];
  if (!codePoints.has(doc)) {
    codePoints.set(doc, /[\ud800-\udfff]/.test(text) ? Array.from(text) : null);
  }
  const points = codePoints.get(doc);
  return points ? points.slice(start, end).join("") : text.slice(start, end);
}
const lengthOf = text => Array.from(text).length;

// The stretches that a unit's rows stand in: the unit, and cells that are merged over it.
function passages(unit) {
  const own = [UNITS.start[unit], UNITS.end[unit]];
  const rows = [[THEMES, themesOf], [TARGETS, targetsOf], [RESPONSIBILITIES, agenciesOf]];
  const outside = rows
    .flatMap(([table, of]) => of[unit].map(row => [table.start[row], table.end[row]]))
    .filter(([start, end]) => start < own[0] || end > own[1])
    .sort((a, b) => a[0] - b[0] || b[1] - a[1])
    .filter(([, end], place, all) => !all.slice(0, place).some(other => end <= other[1]));
  return [...outside.map(span => ({ span, merged: true })), { span: own, merged: false }];
}

// Cut a stretch where marks begin and end; each piece knows the kinds of mark that cover it.
function pieces([start, end], marks) {
  const inside = marks.filter(mark => mark.start < end && mark.end > start);
  const edges = new Set([start, end]);
  for (const mark of inside) {
    edges.add(Math.max(start, mark.start)).add(Math.min(end, mark.end));
  }
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(1).map((to, place) => ({
    start: cuts[place],
    end: to,
    kinds: new Set(inside.filter(m => m.start < to && m.end > cuts[place]).map(m => m.kind)),
  }));
}

// The marks of a unit: words of its themes (or of one), its targets, its agencies, and what
// was searched for.
function marksOf(unit, { theme, query }) {
  const marks = [];
  for (const row of themesOf[unit]) {
    const words = THEMES.marks[row];
    for (let at = 0; at < words.length && (!theme || THEMES.theme_id[row] === theme); at += 2) {
      marks.push({ start: words[at], end: words[at + 1], kind: "theme" });
    }
  }
  const spans = [[TARGETS, targetsOf, "target"], [RESPONSIBILITIES, agenciesOf, "agency"]];
  for (const [table, of, kind] of spans) {
    for (const row of of[unit]) {
      marks.push({ start: table.start[row], end: table.end[row], kind });
    }
  }
  const doc = UNITS.document[unit];
  for (const { span: [start, end] } of query.length ? passages(unit) : []) {
    const text = textBetween(doc, start, end);
    for (const found of text.matchAll(anyOf(query))) {
      const from = start + lengthOf(text.slice(0, found.index));
      marks.push({ start: from, end: from + lengthOf(found[0]), kind: "search" });
    }
  }
  return marks;
}

// --- searching -----------------------------------------------------------------

const folded = text => text.normalize("NFKC").toLowerCase();
const terms = query => folded(query).split(/\s+/).filter(Boolean);
// A sign as a pattern; those of ASCII stand for their full-width twins too.
function literal(sign) {
  const code = sign.codePointAt(0);
  const plain = sign.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return code > 0x20 && code < 0x7f ? `(?:${plain}|${String.fromCodePoint(code + 0xfee0)})` : plain;
}
// A word may be broken over lines in the source.
const anyOf = query =>
  new RegExp(query.map(term => Array.from(term, literal).join("\\s*")).join("|"), "giu");

function everyName(kind, id) {
  return ["en", "zh"].map(lang => DATA.names[lang][kind]?.[id] ?? "").join("\n");
}

const searched = [];
// Everything by which a unit can be found, once it is first asked for.
function searchText(unit) {
  if (searched[unit] === undefined) {
    const doc = UNITS.document[unit];
    const text = DOCUMENTS.text[doc] === null
      ? `${UNITS.title[unit] ?? ""}${UNITS.text[unit] ?? ""}`
      : passages(unit).map(({ span }) => textBetween(doc, ...span)).join("\n");
    searched[unit] = folded([
      text.replace(/\s+/g, ""),
      UNITS.section[unit] ?? "",
      taskId(unit),
      DOCUMENTS.title[doc] ?? "",
      DOCUMENTS.number[doc] ?? "",
      everyName("place", placeOf(doc)),
      ...themesOf[unit].map(row => everyName("theme", THEMES.theme_id[row])),
      ...agenciesOf[unit].map(row => everyName("agency", functionOf(row))),
      ...targetsOf[unit].map(row => everyName("indicator", TARGETS.indicator_id[row])),
    ].join("\n"));
  }
  return searched[unit];
}

// --- choosing ------------------------------------------------------------------

// Each returns a test of a unit, null where nothing is asked.
const TESTS = {
  place: value => unit => placeOf(UNITS.document[unit]) === value,
  at: value => unit => {
    const doc = UNITS.document[unit];
    return DOCUMENTS.document_id[doc] === value || placeOf(doc) === value;
  },
  kind: value => unit => UNITS.kind[unit] === value,
  issued: value => unit => issuedIn(UNITS.document[unit]) === value,
  due: value => unit => {
    const days = deadlines(unit);
    return value === NOTHING ? !days.length : days.some(day => yearOf(day) === value);
  },
  theme: value => unit => themesOf[unit].some(row => THEMES.theme_id[row] === value),
  q: value => {
    const query = terms(value);
    return unit => query.every(term => searchText(unit).includes(term));
  },
};

// A department and a role must be fulfilled by the same agency.
function answers({ agency, role }) {
  if (role === NOTHING) {
    return unit => !agenciesOf[unit].length;
  }
  return unit => agenciesOf[unit].some(row =>
    (!agency || functionOf(row) === agency) && (!role || RESPONSIBILITIES.role[row] === role));
}

// The units that fulfil all that is asked but some of it, in reading order.
function chosenUnits(asked, ...but) {
  const kept = { ...asked };
  but.forEach(name => { kept[name] = ""; });
  const tests = Object.keys(TESTS).filter(name => kept[name]).map(name => TESTS[name](kept[name]));
  if (kept.agency || kept.role) {
    tests.push(answers(kept));
  }
  const units = [];
  for (let unit = 0; unit < UNIT_COUNT; unit += 1) {
    if (tests.every(test => test(unit))) {
      units.push(unit);
    }
  }
  return units;
}

// How many of the units each row of the matrix has in each column, once a unit.
function tally(units, view, columnOf, role) {
  const counts = new Map();
  const sizes = new Map();
  for (const unit of units) {
    const column = columnOf(UNITS.document[unit]);
    sizes.set(column, (sizes.get(column) ?? 0) + 1);
    const ids = view === "agency"
      ? agenciesOf[unit].filter(row => !role || RESPONSIBILITIES.role[row] === role).map(functionOf)
      : themesOf[unit].map(row => THEMES.theme_id[row]);
    for (const id of new Set(ids)) {
      const row = counts.get(id) ?? counts.set(id, new Map()).get(id);
      row.set(column, (row.get(column) ?? 0) + 1);
    }
  }
  return { counts, sizes };
}
