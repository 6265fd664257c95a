/* A form that comes back while it is being filled: what is typed meanwhile stays typed.

   A choice asks the server for the fields that go with it (hx-post inside data-adjusts). The answer
   was drawn from what stood there when it was asked; here, fields changed since then win. */

"use strict";

(() => {
    let asked = null;

    const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
    const fieldsOf = (part) =>
        [...part.querySelectorAll("input, textarea, select")].filter((each) => each.id);
    const read = (part) => new Map(fieldsOf(part).map((each) => [each.id, valueOf(each)]));

    document.addEventListener("htmx:beforeRequest", (event) => {
        const part = event.detail.target;
        asked = part.matches("[data-adjusts]") ? read(part) : null;
    });

    let later = new Map();

    document.addEventListener("htmx:beforeSwap", (event) => {
        const part = event.detail.target;
        later = new Map();
        if (!asked || !part.matches("[data-adjusts]")) return;
        for (const [id, value] of read(part)) {
            if (asked.has(id) && asked.get(id) !== value) later.set(id, value);
        }
    });

    document.addEventListener("htmx:afterSwap", () => {
        for (const [id, value] of later) {
            const field = document.getElementById(id);
            if (!field) continue;
            if (field.type === "checkbox") field.checked = value;
            else field.value = value;
        }
        later = new Map();
        asked = null;
    });
})();
