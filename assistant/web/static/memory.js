// What this browser remembers: who is here, the language, the theme. Never a comment or a reply.

const read = (key) => {
  try { return localStorage.getItem(`repartie.${key}`) ?? ""; } catch { return ""; }
};
const write = (key, value) => {
  try { localStorage.setItem(`repartie.${key}`, value); } catch { /* private window: it forgets */ }
};

export const me = { name: read("name"), role: "", authority: "" };

export function remember(person) {
  Object.assign(me, person);
  write("name", person.name);
}

export const chosen = (key) => read(key);
export const choose = write;

export function dress(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}
