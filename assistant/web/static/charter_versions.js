// The versions of the charter: who made them, when, by what; and going back to one.

import { get, post } from "./api.js";
import { askSure } from "./dialogs.js";
import { button, el } from "./dom.js";
import { moment, t } from "./i18n.js";
import { notice, toast } from "./notices.js";

export async function versionsPane({ back, restored }) {
  const body = el("div", {});
  const root = el("section", { class: "pane versions-pane", "aria-label": t("versions.title") },
    el("header", { class: "case-head" }, back, el("h1", { text: t("versions.title") }), el("p", { class: "soft", text: t("versions.note") })),
    body);
  try {
    const found = await get("charter/versions");
    const restore = async (version) => {
      const sure = await askSure(t("versions.restore"), t("versions.restore.note", { version: version.version }), t("versions.restore.do"));
      if (!sure) return;
      try {
        const { version: made } = await post("charter/restore", { version: version.version, sha256: version.sha256, expect: found.sha256 });
        toast(t("versions.restored", { version: made, old: version.version }));
        restored();
      } catch (error) { body.prepend(notice(error)); }
    };
    body.replaceChildren(el("ol", { class: "version-list" }, found.versions.map((v) => line(v, found.may_change && restore))));
  } catch (error) { body.replaceChildren(notice(error)); }
  return root;
}

function line(version, restore) {
  const { cause, subject } = version;
  return el("li", { class: version.current ? "current" : "" },
    el("div", { class: "version-head" }, el("b", { text: version.version }),
      version.current && el("span", { class: "badge", text: t("versions.current") })),
    el("div", {},
      el("p", {}, t(`cause.${cause}`), " ", subject && el("code", { text: subject })),
      version.who && el("p", { class: "soft", text: t("versions.by", { who: version.who, when: moment(version.at) }) })),
    restore && version.can_restore && button(t("versions.restore"), () => restore(version), "small"));
}
