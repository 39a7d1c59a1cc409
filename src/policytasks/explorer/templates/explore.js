// The page: what is asked, shown again whenever it changes.

const FILTERS = ["place", "kind", "role", "due", "issued", "theme", "agency"];
const TYPING_PAUSE = 150;

// Ask something else, as a new entry of the history or, while typing, in the place of the last.
function ask(change, { replace = false } = {}) {
  const before = addressOf(asked);
  asked = { ...asked, ...change };
  const address = addressOf(asked);
  if (address !== before) {
    history[replace ? "replaceState" : "pushState"](null, "", address);
    if (Object.keys(change).some(name => name !== "task" && name !== "lang")) {
      unitsShown = UNITS_AT_ONCE;
    }
    if ("view" in change || "by" in change) {
      rowsShown = ROWS_AT_ONCE;
    }
    show();
  }
}

function keepingFocus(work) {
  const key = document.activeElement?.dataset?.key;
  work();
  const again = key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (again && document.activeElement !== again) {
    const group = again.closest("table, #list");
    moveFocus(group?.querySelector('[tabindex="0"]'), again);
  }
}

function show() {
  keepingFocus(() => {
    document.documentElement.lang = language() === "zh" ? "zh-Hans" : "en";
    document.title = `${say("heading")} · policytasks`;
    document.querySelectorAll("[data-say]").forEach(each => {
      each.textContent = say(each.dataset.say, { version: DATA.version });
    });
    showChoices();
    showMatrix();
    showUnits();
  });
}

// --- filters -------------------------------------------------------------------

function optionsOf(name) {
  const years = days => [...new Set(days.filter(Boolean).map(yearOf))].sort()
    .map(year => [year, say("in_year", { year })]);
  const named = (kind, ids) => ids.map(id => [id, nameOf(kind, id)]);
  switch (name) {
    case "place": {
      const ids = [...new Set(DOCUMENTS.document_id.map((_, doc) => placeOf(doc)))];
      return named("place", ids);
    }
    case "kind": return named("unit_kind", Object.keys(DATA.names.en.unit_kind)
      .filter(kind => UNITS.kind.includes(kind)));
    case "role": return [...named("role", Object.keys(DATA.names.en.role)), [NOTHING, say("nobody")]];
    case "due": return [...years([...UNITS.deadline, ...TARGETS.deadline]), [NOTHING, say("no_date")]];
    case "issued": return years(DOCUMENTS.document_id.map((_, doc) =>
      DOCUMENTS.issued[doc] ?? DOCUMENTS.published[doc]));
    case "theme": return named("theme", Object.keys(DATA.names.en.theme));
    default: {
      const ids = Object.keys(DATA.names.en.agency);
      return [...named("agency", ids), [NO_FUNCTION, say("other_agency")]];
    }
  }
}

let optionsIn = "";
function showChoices() {
  for (const name of FILTERS) {
    const select = byId(`filter-${name}`);
    if (optionsIn !== language()) {
      select.replaceChildren(...[["", say("any")], ...optionsOf(name)]
        .map(([value, text]) => element("option", { value }, text)));
    }
    select.value = asked[name];
    select.classList.toggle("set", Boolean(asked[name]));
  }
  optionsIn = language();
  if (document.activeElement !== byId("q")) {
    byId("q").value = asked.q;
  }
  byId("q").placeholder = say("search_hint");
  byId("views").setAttribute("aria-label", say("view"));
  byId("by").setAttribute("aria-label", say("columns"));
  byId("languages").setAttribute("aria-label", say("language"));
  for (const button of document.querySelectorAll("button[data-set]")) {
    const [name, value] = button.dataset.set.split("=");
    const now = name === "lang" ? language() : asked[name];
    button.setAttribute("aria-pressed", String(now === value));
  }
  showTaken();
}

// What was chosen, each with a button that takes it back.
function showTaken() {
  const at = asked.at && nameOf(Object.hasOwn(DATA.names.en.document, asked.at) ? "document" : "place", asked.at);
  const called = {
    theme: asked.theme && nameOf("theme", asked.theme),
    agency: asked.agency && nameOf("agency", asked.agency),
    at,
    place: asked.place && nameOf("place", asked.place),
    kind: asked.kind && nameOf("unit_kind", asked.kind),
    role: asked.role === NOTHING ? say("nobody") : asked.role && nameOf("role", asked.role),
    due: asked.due === NOTHING ? say("no_date") : asked.due && say("due_on", { date: asked.due }),
    issued: asked.issued && say("issued_on", { date: asked.issued }),
    q: asked.q && `“${asked.q}”`,
  };
  const taken = Object.entries(called).filter(([, text]) => text);
  const buttons = taken.map(([name, text]) => element("button", {
    type: "button", class: "taken", "data-unset": name, "data-key": `taken:${name}`,
    "aria-label": say("remove", { what: text }),
  }, text, element("span", { "aria-hidden": "true" }, " ×")));
  if (taken.length > 1) {
    buttons.push(element("button", { type: "button", class: "plain", id: "reset" }, say("reset")));
  }
  byId("taken").replaceChildren(...buttons);
}

// On a narrow page the units stand below the matrix, out of sight.
function bringToUnits() {
  if (matchMedia("(max-width: 68rem)").matches) {
    byId("units").scrollIntoView({ block: "start" });
  } else {
    byId("units").scrollTop = 0;
  }
}

// --- what happens ----------------------------------------------------------------

const takeBackAll = () => ask({ ...DEFAULTS, lang: asked.lang, view: asked.view, by: asked.by });

function onClick(event) {
  const { target } = event;
  const button = target.closest("button");
  if (target.closest(".skip")) {
    // The address is taken by what is asked.
    event.preventDefault();
    byId("units").focus();
  } else if (button?.dataset.set) {
    const [name, value] = button.dataset.set.split("=");
    ask(name === "lang" ? { lang: value } : { [name]: value, at: name === "by" ? "" : asked.at });
  } else if (button?.dataset.unset) {
    ask({ [button.dataset.unset]: "" });
    byId("q").value = asked.q;
  } else if (button?.dataset.task) {
    toggleUnit(button.dataset.task);
  } else if (button?.id === "reset") {
    takeBackAll();
  } else if (button?.id === "more") {
    const place = unitsShown;
    unitsShown += UNITS_AT_ONCE;
    showUnits();
    moveFocus(null, byId("list").querySelectorAll("button.head")[place]);
  } else if (button?.id === "more-rows") {
    rowsShown += ROWS_AT_ONCE;
    showMatrix();
  } else if (target.closest("#matrix")) {
    chooseCell(target);
  }
}

function onKey(event) {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const isTyping = target.matches("input, select");
  if (key === "/" && !isTyping) {
    event.preventDefault();
    byId("q").focus();
  } else if (key === "Escape") {
    takeBackOne(target);
  } else if (target.closest("#matrix")) {
    if ((key === "Enter" || key === " ") && target.matches("td, th")) {
      event.preventDefault();
      chooseCell(target);
    } else {
      moveInMatrix(event);
    }
  } else if (target.closest("#list")) {
    moveInList(event);
  }
}

// Escape closes the unit, else clears the search, else takes the cell back.
function takeBackOne(target) {
  if (target.id === "q" && asked.q) {
    byId("q").value = "";
    ask({ q: "" });
  } else if (asked.task) {
    ask({ task: "" });
  } else if (asked.at || asked[asked.view]) {
    ask({ at: "", [asked.view]: "" });
  }
}

// A narrow page begins with the matrix, its filters folded.
const narrow = matchMedia("(max-width: 34rem)");
const foldFilters = () => { byId("filters").open = !narrow.matches; };
narrow.addEventListener("change", foldFilters);
foldFilters();

let typing = 0;
byId("q").addEventListener("input", () => {
  clearTimeout(typing);
  // The first sign makes an entry of the history, the others change it.
  typing = setTimeout(() => ask({ q: byId("q").value.trim(), task: "" }, { replace: Boolean(asked.q) }),
    TYPING_PAUSE);
});
byId("search").addEventListener("submit", event => event.preventDefault());
document.addEventListener("change", event => {
  if (event.target.dataset.filter) {
    ask({ [event.target.dataset.filter]: event.target.value, task: "" });
  }
});
document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey);
addEventListener("popstate", () => {
  asked = readAddress();
  show();
  byId("q").value = asked.q;
});

// A browser without a Chinese font of its own keeps showing what it drew before it had the
// page's.
document.fonts.load('1em "Noto Sans SC Subset"', "中").finally(() => {
  show();
  byId("q").value = asked.q;
  byId("list").querySelector(".open")?.scrollIntoView({ block: "nearest" });
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
});
