// Elements and words. Whatever comes from the data becomes text, never markup.

let asked = readAddress();
const byId = id => document.getElementById(id);
const language = () => asked.lang || browserLanguage();

// The page's own words, with what fills their braces.
function say(name, values = {}) {
  return DATA.words[language()][name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

// What an id is called.
function nameOf(kind, id) {
  if (kind === "agency" && id === NO_FUNCTION) {
    return say("other_agency");
  }
  return DATA.names[language()][kind]?.[id] ?? id;
}

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

// Words as a document prints them.
const printed = (text, attributes = {}) =>
  element("span", { lang: "zh-Hans", ...attributes }, text ?? "");

// Arrow keys move within a group of which one element at a time can be reached by Tab.
function moveFocus(from, to) {
  if (to) {
    from?.setAttribute("tabindex", "-1");
    to.setAttribute("tabindex", "0");
    to.focus();
  }
}
