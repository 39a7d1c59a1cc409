// What is asked, as the part of the address behind the #: any view can be linked.

const DEFAULTS = {
  lang: "", view: "theme", by: "document", theme: "", agency: "", at: "", place: "", kind: "",
  role: "", due: "", issued: "", q: "", task: "",
};

const LANGUAGES = ["en", "zh"];
const browserLanguage = () => (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

const isNamed = (kind, id) => Object.hasOwn(DATA.names.en[kind], id);
// What a value may be; anything else in an address is as if it were not there.
const ALLOWED = {
  lang: value => LANGUAGES.includes(value),
  view: value => ["theme", "agency"].includes(value),
  by: value => ["document", "place"].includes(value),
  theme: value => isNamed("theme", value),
  agency: value => value === NO_FUNCTION || isNamed("agency", value),
  at: value => isNamed("document", value) || isNamed("place", value),
  place: value => isNamed("place", value),
  kind: value => isNamed("unit_kind", value),
  role: value => value === NOTHING || isNamed("role", value),
  due: value => value === NOTHING || /^\d{4}$/.test(value),
  issued: value => value === NOTHING || /^\d{4}$/.test(value),
  q: () => true,
  task: value => unitOfTask.has(value),
};

function readAddress() {
  const asked = { ...DEFAULTS };
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    if (Object.hasOwn(ALLOWED, name) && value && ALLOWED[name](value)) {
      asked[name] = value;
    }
  }
  return asked;
}

function addressOf(asked) {
  const parts = new URLSearchParams();
  for (const name of Object.keys(DEFAULTS)) {
    if (asked[name] !== DEFAULTS[name]) {
      parts.set(name, asked[name]);
    }
  }
  return `#${parts}`;
}
