// The words of the page, and how dates and numbers are said in its language.

let words = {};
export let language = "fr";

export async function speak(wanted) {
  language = wanted === "en" ? "en" : "fr";
  words = await (await fetch(`/desk/${language}.json`)).json();
  document.documentElement.lang = language;
}

/** The words for a key, with {name} filled in; the key itself where there are none. */
export function t(key, values = {}) {
  const found = words[key];
  if (found === undefined) return key;
  return found.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export const has = (key) => words[key] !== undefined;
export const named = (group, id) => (has(`${group}.${id}`) ? t(`${group}.${id}`) : id);

export function moment(iso) {
  if (!iso) return "";
  const at = new Date(iso);
  const sameYear = at.getFullYear() === new Date().getFullYear();
  return new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", {
    day: "numeric", month: "short", year: sameYear ? undefined : "numeric", hour: "2-digit", minute: "2-digit",
  }).format(at);
}

/** When a reply is due, from now: [words, late?, soon?]. */
export function due(iso) {
  const minutes = Math.round((new Date(iso) - Date.now()) / 60000);
  const far = Math.abs(minutes);
  const length = far < 60 ? t("time.minutes", { n: far })
    : far < 60 * 36 ? t("time.hours", { n: Math.round(far / 60) })
    : t("time.days", { n: Math.round(far / 1440) });
  return [t(minutes < 0 ? "due.late" : "due.in", { time: length }), minutes < 0, minutes >= 0 && minutes < 120];
}

/** An error of the server in the reader's words, where we have them. */
export function told(error) {
  const known = has(`error.${error.code}`);
  return {
    message: known ? t(`error.${error.code}`) : error.message || t("error.unknown"),
    hint: has(`hint.${error.code}`) ? t(`hint.${error.code}`) : known ? "" : error.hint || "",
  };
}
