// The units that were chosen, each with its words, agencies and targets on demand.

const UNITS_AT_ONCE = 40;
const SNIPPET = 90;

let unitsShown = UNITS_AT_ONCE;
let listed = [];

function showUnits() {
  listed = chosenUnits(asked);
  const open = asked.task ? unitOfTask.get(asked.task) : null;
  const place = listed.indexOf(open);
  if (place >= unitsShown) {
    unitsShown = place + UNITS_AT_ONCE;
  }
  byId("found").textContent = listed.length === 1
    ? say("found_one")
    : listed.length ? say("found", { n: listed.length.toLocaleString("en") }) : say("found_none");
  const items = [];
  if (open !== null && place < 0) {
    items.push(element("li", { class: "outside" },
      element("p", { class: "note" }, say("outside")), card(open, true)));
  }
  items.push(...listed.slice(0, unitsShown).map(unit =>
    element("li", {}, card(unit, unit === open))));
  byId("list").replaceChildren(...items);
  byId("list").querySelectorAll("button.head").forEach((head, at) => {
    head.tabIndex = at === 0 ? 0 : -1;
  });
  const opened = byId("list").querySelector('button.head[aria-expanded="true"]');
  if (opened) {
    byId("list").querySelector("button.head").tabIndex = -1;
    opened.tabIndex = 0;
  }
  const more = Math.min(UNITS_AT_ONCE, listed.length - unitsShown);
  byId("more").hidden = more <= 0;
  byId("more").textContent = more > 0 ? say("more_units", { n: more }) : "";
}

function card(unit, isOpen) {
  const id = taskId(unit);
  const number = UNITS.number[unit];
  const kind = nameOf("unit_kind", UNITS.kind[unit]) + (number === null ? "" : ` ${number}`);
  const days = deadlines(unit);
  const facts = [
    say("agencies_n", { n: agenciesOf[unit].length }),
    say("targets_n", { n: targetsOf[unit].length }),
    days.length ? say("due_on", { date: days[0] }) : null,
  ];
  const head = element("button", {
    type: "button", class: "head", "data-key": `unit:${id}`, "data-task": id,
    "aria-expanded": String(isOpen), "aria-controls": isOpen ? "open-unit" : null,
  },
  element("span", { class: "where" },
    element("span", { class: "doc" }, nameOf("document", DOCUMENTS.document_id[UNITS.document[unit]])),
    element("span", { class: "kind" }, kind),
    element("span", { class: "facts" }, facts.filter(Boolean).join(" · "))),
  printed(UNITS.title[unit] ?? "", { class: "title" }),
  isOpen ? null : snippet(unit));
  return element("article", { class: isOpen ? "unit open" : "unit" },
    element("h3", {}, head), isOpen ? details(unit) : null);
}

const present = () => ({ theme: asked.theme, query: terms(asked.q) });

// A line of the unit: the clause of the theme that was chosen, else what was searched, else
// its beginning.
function snippet(unit) {
  const doc = UNITS.document[unit];
  if (DOCUMENTS.text[doc] === null) {
    return printed((UNITS.text[unit] ?? "").slice(0, SNIPPET), { class: "snippet" });
  }
  const marks = marksOf(unit, present());
  const row = asked.theme
    ? themesOf[unit].find(each => THEMES.theme_id[each] === asked.theme) : undefined;
  const searchedFor = marks.find(mark => mark.kind === "search");
  const start = row !== undefined ? THEMES.start[row]
    : searchedFor ? Math.max(UNITS.start[unit], searchedFor.start - SNIPPET / 3)
      : bodyStart(unit);
  const end = row !== undefined ? THEMES.end[row] : Math.min(UNITS.end[unit], start + SNIPPET);
  const kept = marks.filter(mark =>
    mark.kind === "search" || (mark.kind === "theme" && asked.theme));
  return element("span", { class: "snippet", lang: "zh-Hans" },
    ...markedText(doc, [start, end], kept), end < UNITS.end[unit] ? "…" : "");
}

// Where the text behind a unit's title begins, which stands above already.
function bodyStart(unit) {
  const title = UNITS.title[unit];
  const text = textBetween(UNITS.document[unit], UNITS.start[unit], UNITS.end[unit]);
  const at = title ? text.indexOf(title) : -1;
  const behind = at < 0 ? 0 : lengthOf(text.slice(0, at)) + lengthOf(title) + 1;
  return UNITS.start[unit] + (behind < lengthOf(text) ? behind : 0);
}

function markedText(doc, span, marks) {
  return pieces(span, marks).map(piece => {
    const text = textBetween(doc, piece.start, piece.end);
    return piece.kinds.size
      ? element("mark", {
        class: [...piece.kinds].join(" "), "data-start": piece.start, "data-end": piece.end,
      }, text)
      : text;
  });
}

function details(unit) {
  const doc = UNITS.document[unit];
  return element("div", { id: "open-unit", class: "details" },
    UNITS.section[unit] ? printed(UNITS.section[unit], { class: "section" }) : null,
    ...fullText(unit, doc),
    agencyTable(unit), targetList(unit), themeChips(unit), origin(unit, doc));
}

function fullText(unit, doc) {
  if (DOCUMENTS.text[doc] === null) {
    return [printed(UNITS.text[unit], { class: "text" }),
      element("p", { class: "note" }, say("no_text"))];
  }
  const marks = marksOf(unit, present());
  const kinds = ["theme", "target", "agency", "search"].filter(kind =>
    marks.some(mark => mark.kind === kind));
  const legend = element("p", { class: "key" }, `${say("text")} `,
    ...kinds.map(kind => element("mark", { class: kind }, say(`mark_${kind}`))));
  return [legend, ...passages(unit).map(({ span, merged }) => element("div", {
    class: merged ? "text merged" : "text", lang: "zh-Hans",
    "data-start": span[0], "data-end": span[1],
  },
  merged ? element("span", { class: "note", lang: language() }, say("merged")) : null,
  ...markedText(doc, span, marks)))];
}

function part(name, ...children) {
  return element("section", {}, element("h4", {}, say(name)), ...children);
}

function agencyTable(unit) {
  if (!agenciesOf[unit].length) {
    return part("agencies", element("p", { class: "note" }, say("no_agency")));
  }
  const rows = agenciesOf[unit].map(row => element("tr", {},
    element("td", { class: RESPONSIBILITIES.role[row] }, nameOf("role", RESPONSIBILITIES.role[row])),
    element("td", {}, printed(RESPONSIBILITIES.agency[row])),
    element("td", {}, chip("agency", functionOf(row)))));
  return part("agencies", element("table", { class: "agencies" }, element("tbody", {}, ...rows)));
}

function targetList(unit) {
  const items = targetsOf[unit].map(row => {
    const value = target => (target === null ? "" : target.toLocaleString("en"));
    const unitWord = TARGETS.unit[row] ?? "";
    const high = TARGETS.value_high[row] === null ? "" : `–${value(TARGETS.value_high[row])}`;
    const comparator = nameOf("comparator", TARGETS.comparator[row] ?? "=");
    const amount = TARGETS.value[row] === null
      ? nameOf("target_kind", TARGETS.kind[row])
      : `${comparator}${value(TARGETS.value[row])}${high} ${unitWord}`;
    const id = TARGETS.indicator_id[row];
    const facts = [
      TARGETS.base[row] ? say("of_base", { base: TARGETS.base[row] }) : null,
      nameOf("scope", TARGETS.scope[row]),
      TARGETS.every[row] ? nameOf("every", TARGETS.every[row]) : null,
      id ? nameOf("indicator", id) : null,
      TARGETS.deadline[row] ? say("due_on", { date: TARGETS.deadline[row] }) : null,
    ];
    return element("li", {}, element("b", {}, amount), " ",
      printed(TARGETS.indicator[row] ?? ""), " ",
      element("span", { class: "facts" }, facts.filter(Boolean).join(" · ")));
  });
  return part("targets", items.length
    ? element("ul", {}, ...items) : element("p", { class: "note" }, say("no_target")));
}

function themeChips(unit) {
  const rows = themesOf[unit];
  return rows.length
    ? part("themes", element("p", { class: "chips" },
      ...rows.map(row => chip("theme", THEMES.theme_id[row])))) : null;
}

// A name that leads to all units with it.
function chip(kind, id) {
  const to = { ...asked, view: kind, [kind]: id, at: "", task: "" };
  return element("a", { class: "chip", href: addressOf(to) }, nameOf(kind, id));
}

function origin(unit, doc) {
  const id = taskId(unit);
  const dates = [
    DOCUMENTS.number[doc],
    DOCUMENTS.issued[doc] ? say("issued_on", { date: DOCUMENTS.issued[doc] }) : null,
    DOCUMENTS.published[doc] ? say("published_on", { date: DOCUMENTS.published[doc] }) : null,
  ];
  const source = DOCUMENTS.source[doc] ?? DOCUMENTS.document_id[doc];
  const parent = UNITS.parent[unit];
  return part("document",
    element("p", {}, printed(DOCUMENTS.title[doc])),
    element("p", { class: "facts" }, dates.filter(Boolean).join(" · ")),
    parent === null ? null : element("p", {}, element("a", {
      href: addressOf({ ...DEFAULTS, lang: asked.lang, task: taskId(parent) }),
    }, say("annex_of", { id: taskId(parent) }))),
    element("p", { class: "facts" },
      say("offsets", { start: UNITS.start[unit], end: UNITS.end[unit], source }), " · ",
      element("a", { href: addressOf({ ...DEFAULTS, lang: asked.lang, task: id }) }, say("link"))),
    element("p", { class: "facts" }, `${say("in_python")}: `,
      element("code", {}, `corpus.evidence(task="${id}")`)));
}

// --- choosing with pointer and keys ----------------------------------------------

function toggleUnit(id) {
  ask({ task: asked.task === id ? "" : id });
}

function moveInList(event) {
  const heads = [...byId("list").querySelectorAll("button.head")];
  const from = event.target.closest("button.head");
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
  if (!from || !step) {
    return;
  }
  event.preventDefault();
  moveFocus(from, heads[within(heads.indexOf(from) + step, heads.length - 1)]);
}
