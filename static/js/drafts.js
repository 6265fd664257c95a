/* Typing survives: a form with data-keep is remembered in this tab until it is saved.

   A reload, a session that ran out, a lost connection or the way back bring the words back. What
   is secret (passwords), chosen by the server (hidden fields) or a file is never kept. A draft is
   its writer's alone, and all of them end with signing out. */

"use strict";

(() => {
    const KEPT = "draft:";
    const SENT = "sent:";

    if (document.querySelector("[data-drop-all-drafts]")) {
        for (const key of Object.keys(sessionStorage)) {
            if (key.startsWith(KEPT) || key.startsWith(SENT)) sessionStorage.removeItem(key);
        }
    }

    const person = document.body.dataset.person || "";
    const placeOf = (form) => form.getAttribute("action") || location.pathname;
    const keyOf = (form) => `${person}:${form.dataset.keep || form.id}@${placeOf(form)}`;

    function fieldsOf(form) {
        return [...form.elements].filter(
            (each) =>
                each.name &&
                !["hidden", "password", "file", "submit", "button"].includes(each.type) &&
                each.tagName !== "FIELDSET",
        );
    }

    const isCheck = (field) => field.type === "checkbox" || field.type === "radio";
    const valueOf = (field) => (isCheck(field) ? field.checked : field.value);
    const nameOf = (field) => (isCheck(field) ? `${field.name}=${field.value}` : field.name);

    function typed(form) {
        return Object.fromEntries(fieldsOf(form).map((field) => [nameOf(field), valueOf(field)]));
    }

    function bringBack(form, kept) {
        let changed = false;
        for (const field of fieldsOf(form)) {
            const value = kept[nameOf(field)];
            if (value === undefined || value === valueOf(field)) continue;
            if (isCheck(field)) field.checked = value;
            else field.value = value;
            changed = true;
        }
        return changed;
    }

    function tell(form, asServed) {
        const shape = document.getElementById("draft-kept");
        const note = shape.content.cloneNode(true).firstElementChild;
        note.querySelector("button").addEventListener("click", () => {
            bringBack(form, asServed);
            sessionStorage.removeItem(KEPT + keyOf(form));
            note.remove();
            form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
        });
        form.prepend(note);
    }

    function keep(form) {
        const key = keyOf(form);
        const asServed = typed(form);
        const kept = sessionStorage.getItem(KEPT + key);
        if (kept && bringBack(form, JSON.parse(kept))) tell(form, asServed);
        form.addEventListener("input", () => {
            sessionStorage.setItem(KEPT + key, JSON.stringify(typed(form)));
        });
        form.addEventListener("submit", () => sessionStorage.setItem(SENT + key, "1"));
    }

    /* A form that was sent and is not on the page that came back was saved: its draft ends. One
       that is still there was refused, and holds what was typed already. Where signing in came
       instead, the session had run out and nothing was saved. */
    const here = new Set([...document.querySelectorAll("form[data-keep]")].map(keyOf));
    const refused = document.querySelector(".field-wrong, .conflict") !== null;
    const signingIn = document.querySelector("[data-sign-in]") !== null;
    for (const sent of Object.keys(sessionStorage).filter((key) => key.startsWith(SENT))) {
        const key = sent.slice(SENT.length);
        const saved = !signingIn && (!here.has(key) || !refused);
        if (saved) sessionStorage.removeItem(KEPT + key);
        sessionStorage.removeItem(sent);
    }
    for (const form of document.querySelectorAll("form[data-keep]")) keep(form);

    document.addEventListener("click", (event) => {
        if (!event.target.closest("[data-drop-draft]")) return;
        for (const form of document.querySelectorAll("form[data-keep]")) {
            sessionStorage.removeItem(KEPT + keyOf(form));
        }
    });
    /* A form sent by htmx knows at once what became of it. (htmx does not say "successful" where
       the answer leads to another page, hence the status.) */
    document.addEventListener("htmx:afterRequest", (event) => {
        const { elt: form, xhr } = event.detail;
        if (!form.matches?.("form[data-keep]")) return;
        if (xhr.status >= 200 && xhr.status < 400) sessionStorage.removeItem(KEPT + keyOf(form));
        sessionStorage.removeItem(SENT + keyOf(form));
    });
    document.addEventListener("htmx:load", (event) => {
        for (const form of event.detail.elt.querySelectorAll?.("form[data-keep]") ?? []) keep(form);
    });
})();
