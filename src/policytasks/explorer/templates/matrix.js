// The matrix: themes or departments by documents or places, as a grid of counts.

// Up to so many documents stand side by side; more stand one below the other.
const SIDE_BY_SIDE = 12;
const ROWS_AT_ONCE = 100;
// Upper ends of the steps of shade, as shares of a document's units.
const STEPS = [0.05, 0.15, 0.3, 0.5, 1];

let rowsShown = ROWS_AT_ONCE;

function columnsOf() {
  const docs = DOCUMENTS.document_id.map((_, doc) => doc).filter(doc =>
    (!asked.place || placeOf(doc) === asked.place)
    && (!asked.issued || issuedIn(doc) === asked.issued));
  const idOf = asked.by === "place" ? placeOf : doc => DOCUMENTS.document_id[doc];
  return { idOf, ids: [...new Set(docs.map(idOf))] };
}

function subjectsOf(counts) {
  if (asked.view === "theme") {
    return Object.keys(DATA.names.en.theme);
  }
  const total = id => [...counts.get(id).values()].reduce((sum, n) => sum + n, 0);
  return [...counts.keys()].map(id => [id, total(id)]).sort((a, b) => b[1] - a[1]).map(([id]) => id);
}

const stepOf = share => 1 + STEPS.findIndex(step => share <= step);

function matrixNow() {
  const { idOf, ids } = columnsOf();
  const units = chosenUnits(asked, "at", asked.view);
  const { counts, sizes } = tally(units, asked.view, idOf, asked.role);
  const subjects = subjectsOf(counts);
  const isSideBySide = ids.length <= SIDE_BY_SIDE;
  const places = ids.map(id => ({ id, isSubject: false, name: nameOf(asked.by, id), n: sizes.get(id) ?? 0 }));
  const topics = subjects.map(id => ({
    id, isSubject: true, name: nameOf(asked.view, id),
    n: [...(counts.get(id)?.values() ?? [])].reduce((sum, n) => sum + n, 0),
  }));
  return {
    rows: isSideBySide ? topics : places,
    columns: isSideBySide ? places : topics,
    count: (subject, place) => counts.get(subject)?.get(place) ?? 0,
    size: place => sizes.get(place) ?? 0,
  };
}

function heading(item, scope, where) {
  return element("th", {
    scope, tabindex: "-1", "data-key": `${where}:${item.id}`,
    [item.isSubject ? "data-subject" : "data-at"]: item.id,
    "aria-label": `${item.name}: ${item.n}`,
  }, element("span", { class: "name" }, item.name), element("span", { class: "n" }, String(item.n)));
}

function cell(subject, place, matrix) {
  const n = matrix.count(subject.id, place.id);
  const all = matrix.size(place.id);
  return element("td", {
    tabindex: "-1", "data-key": `cell:${subject.id}:${place.id}`,
    "data-subject": subject.id, "data-at": place.id,
    class: n ? `s${stepOf(n / all)}` : "s0",
    "aria-label": say("cell", { row: subject.name, column: place.name, n, all }),
  }, n ? String(n) : "");
}

// What the matrix was last made for: choosing a cell of it changes no count.
let matrixMadeFor = "";

function showMatrix() {
  const madeFor = JSON.stringify({
    ...asked, lang: language(), task: "", at: "", [asked.view]: "", rowsShown,
  });
  if (madeFor === matrixMadeFor) {
    showChosen();
    return;
  }
  matrixMadeFor = madeFor;
  const matrix = matrixNow();
  const { rows, columns } = matrix;
  const what = say(asked.view === "agency" ? "agency" : "theme");
  const table = element("table", {
    role: "grid", "aria-label": say("matrix", { what }), "aria-rowcount": rows.length + 1,
    class: rows[0]?.isSubject === false ? "tall" : "wide",
  });
  const head = element("tr", {}, element("td", { class: "corner" }));
  head.append(...columns.map(column => heading(column, "col", "column")));
  table.append(element("thead", {}, head));
  const body = element("tbody");
  for (const row of rows.slice(0, rowsShown)) {
    const line = element("tr", {}, heading(row, "row", "row"));
    for (const column of columns) {
      line.append(row.isSubject ? cell(row, column, matrix) : cell(column, row, matrix));
    }
    body.append(line);
  }
  table.append(body);
  const more = Math.min(ROWS_AT_ONCE, rows.length - rowsShown);
  const button = more > 0 && element("button", { type: "button", id: "more-rows" },
    say("more_rows", { n: more }));
  const scroll = byId("matrix").scrollLeft;
  byId("matrix").replaceChildren(table, ...(button ? [button] : []));
  byId("matrix").scrollLeft = scroll;
  showChosen();
  showLegend();
}

// Mark what was chosen, and let Tab lead to it.
function showChosen() {
  const table = byId("matrix").querySelector("table");
  for (const each of table.querySelectorAll('[aria-selected="true"], [tabindex="0"]')) {
    each.setAttribute("aria-selected", "false");
    each.setAttribute("tabindex", "-1");
  }
  const subject = asked[asked.view];
  const marked = [
    subject && asked.at && `td[data-subject="${CSS.escape(subject)}"][data-at="${CSS.escape(asked.at)}"]`,
    subject && `th[data-subject="${CSS.escape(subject)}"]`,
    asked.at && `th[data-at="${CSS.escape(asked.at)}"]`,
  ].filter(Boolean).map(selector => table.querySelector(selector)).filter(Boolean);
  marked.forEach(each => each.setAttribute("aria-selected", "true"));
  (marked[0] ?? table.querySelector("tbody th"))?.setAttribute("tabindex", "0");
}

function showLegend() {
  const ends = STEPS.map(step => `${Math.round(step * 100)} %`);
  const steps = ends.map((end, place) =>
    element("span", { class: `step s${place + 1}` }, `≤ ${end}`));
  byId("legend").replaceChildren(
    element("span", {}, say("legend")), element("span", { class: "steps" }, ...steps),
    element("span", {}, say("legend_empty")), element("span", {}, say("how_to")));
}

// --- choosing with pointer and keys ----------------------------------------------

function chooseCell(target) {
  const chosen = target.closest("[data-subject], [data-at]");
  if (!chosen) {
    return;
  }
  const subject = chosen.dataset.subject ?? "";
  const at = chosen.dataset.at ?? "";
  const isTakenBack = asked[asked.view] === subject && asked.at === at;
  ask({
    [asked.view]: isTakenBack ? "" : subject, at: isTakenBack ? "" : at, task: "",
  });
  if (!isTakenBack) {
    bringToUnits();
  }
}

const MOVES = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  Home: [0, -Infinity], End: [0, Infinity], PageUp: [-10, 0], PageDown: [10, 0],
};
const within = (value, last) => Math.max(0, Math.min(last, value));

function moveInMatrix(event) {
  const from = event.target.closest("td, th");
  const move = MOVES[event.key];
  if (!from || !move) {
    return;
  }
  event.preventDefault();
  const lines = [...from.closest("table").rows];
  const line = within(from.parentNode.rowIndex + move[0], lines.length - 1);
  const place = within(from.cellIndex + move[1], lines[line].cells.length - 1);
  const to = lines[line].cells[place];
  moveFocus(from.closest("table").querySelector('[tabindex="0"]'),
    to.classList.contains("corner") ? from : to);
}
