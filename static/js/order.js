/* Rows in an order of their own: dragged by the handle, or moved by the buttons up and down.

   A list is data-order; the form in each row (data-place) says where the row goes. The page moves the
   row at once, the server is told beside it, and says no by the page being loaded anew. */

"use strict";

(() => {
    const rowsOf = (list) => [...list.children].filter((row) => formOf(row));
    const formOf = (row) => row.querySelector(":scope > [data-place], :scope > * > [data-place]");
    const listOf = (form) => form.closest("[data-order]");
    const rowOf = (form) => [...listOf(form).children].find((row) => row.contains(form));

    function mark(list) {
        const rows = rowsOf(list);
        for (const [at, row] of rows.entries()) {
            const [up, down] = formOf(row).querySelectorAll("button");
            up.toggleAttribute("aria-disabled", at === 0);
            down.toggleAttribute("aria-disabled", at === rows.length - 1);
            for (const each of [up, down]) {
                if (each.hasAttribute("aria-disabled")) each.setAttribute("aria-disabled", "true");
            }
        }
    }

    function announce(list, row) {
        const said = document.getElementById("typed-said");
        const rows = rowsOf(list);
        if (!said) return;
        said.textContent = said.dataset.placed
            .replace("{place}", rows.indexOf(row) + 1)
            .replace("{count}", rows.length);
    }

    async function tell(form, place) {
        const body = new FormData(form);
        body.set("to", place);
        const answer = await fetch(form.action, {
            method: "POST",
            body,
            headers: { "X-As-Typed": "1", Accept: "application/json" },
        }).catch(() => null);
        if (!answer?.ok) location.reload();
    }

    function put(row, place) {
        const list = row.parentElement;
        const others = rowsOf(list).filter((each) => each !== row);
        if (place >= others.length) others.at(-1).after(row);
        else others[place].before(row);
        mark(list);
        announce(list, row);
    }

    document.addEventListener("submit", (event) => {
        const form = event.target.closest("[data-place]");
        if (!form || !listOf(form)) return;
        event.preventDefault();
        const row = rowOf(form);
        const rows = rowsOf(row.parentElement);
        const place = rows.indexOf(row) + (event.submitter.value === "up" ? -1 : 1);
        if (place < 0 || place >= rows.length) return;
        put(row, place);
        event.submitter.focus();
        tell(form, place);
    });

    /* dragging: by pointer, mouse and touch alike */

    let held = null;

    document.addEventListener("pointerdown", (event) => {
        const handle = event.target.closest("[data-handle]");
        const form = handle?.closest("[data-place]");
        if (!form || !listOf(form) || event.button !== 0) return;
        event.preventDefault();
        const row = rowOf(form);
        held = { row, form, from: rowsOf(row.parentElement).indexOf(row) };
        row.classList.add("is-dragged");
        handle.setPointerCapture(event.pointerId);
    });

    document.addEventListener("pointermove", (event) => {
        if (!held) return;
        const { row } = held;
        const others = rowsOf(row.parentElement).filter((each) => each !== row);
        const above = others.filter((each) => {
            const box = each.getBoundingClientRect();
            return box.top + box.height / 2 < event.clientY;
        });
        if (rowsOf(row.parentElement).indexOf(row) !== above.length) put(row, above.length);
    });

    function drop() {
        if (!held) return;
        const { row, form, from } = held;
        held = null;
        row.classList.remove("is-dragged");
        const place = rowsOf(row.parentElement).indexOf(row);
        if (place !== from) tell(form, place);
    }

    document.addEventListener("pointerup", drop);
    document.addEventListener("pointercancel", drop);

    function ready(root) {
        for (const list of root.querySelectorAll?.("[data-order]") ?? []) mark(list);
    }

    document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
    ready(document);
})();
