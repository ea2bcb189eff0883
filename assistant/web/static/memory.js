// What this browser remembers: who is here, the language, the theme, and for each person the text under
// review and the rules they are changing, so that leaving the page loses neither. Never a case.

const held = {};  // what a private window or a full one does not take, until the window closes

const read = (key) => {
  try { return localStorage.getItem(`repartie.${key}`) ?? held[key] ?? ""; } catch { return held[key] ?? ""; }
};
const write = (key, value) => {
  held[key] = value;
  try { localStorage.setItem(`repartie.${key}`, value); } catch { /* `held` has it */ }
};

export const me = { name: read("name"), role: "", authority: "" };

export function remember(person) {
  Object.assign(me, person);
  write("name", person.name);
}

export const chosen = (key) => read(key);
export const choose = write;

/** What the person who is here was typing on a page; {} where nothing. */
export function kept(page) {
  try { return JSON.parse(read(`${page}.${me.name}`) || "{}"); } catch { return {}; }
}
export const keep = (page, value) => write(`${page}.${me.name}`, JSON.stringify(value));

export function dress(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}
