/* Fields that are saved as they are typed: after a pause, and when one leaves them.

   The form of a field (data-typed, with the row's public id) is sent alone; all fields of a row share
   its version. What the server says stands beside the field. Where somebody else saved the same field
   meanwhile both words are shown, and the reader chooses; where it was another field, nothing is
   asked. Words stay in the field whatever happens. */

"use strict";

(() => {
    const PAUSE = 1200; /* ms after the last key */

    const said = () => document.getElementById("typed-said");
    const fieldOf = (form) => form.querySelector(".typed-field");
    const queues = new Map(); /* a row's saves wait for each other */
    const timers = new WeakMap();

    function tell(form, words, tone = "") {
        const mark = form.querySelector(".typed-mark");
        mark.textContent = words;
        mark.dataset.tone = tone;
    }

    function takeVersion(row, version) {
        for (const each of document.querySelectorAll(`[data-version-of="${CSS.escape(row)}"]`)) {
            each.value = version;
        }
    }

    function remember(field) {
        field.dataset.saved = field.value;
    }

    async function send(form) {
        const field = fieldOf(form);
        const value = field.value;
        if (value === field.dataset.saved || !field.checkValidity()) return;
        tell(form, said()?.dataset.saving ?? "");
        let answer, body;
        try {
            answer = await fetch(form.action, {
                method: "POST",
                body: new FormData(form),
                headers: { "X-As-Typed": "1", Accept: "application/json" },
                keepalive: true,
            });
            body = await answer.json();
        } catch {
            tell(form, said()?.dataset.lost ?? "", "bad");
            return;
        }
        if (answer.ok) {
            takeVersion(form.dataset.typed, body.version);
            field.dataset.saved = value;
            tell(form, body.said, "good");
        } else if (answer.status === 409) {
            await settle(form, body);
        } else {
            tell(form, body.said ?? said()?.dataset.lost, "bad");
        }
    }

    async function settle(form, { version, said: who, theirs }) {
        const field = fieldOf(form);
        takeVersion(form.dataset.typed, version);
        if (theirs[field.name] === field.dataset.saved) {
            await send(form); /* somebody saved another field of the row */
            return;
        }
        form.querySelector(".typed-conflict")?.remove();
        const shape = document.getElementById("typed-conflict").content.cloneNode(true);
        shape.querySelector(".typed-who").textContent = who;
        shape.querySelector(".typed-theirs").textContent = theirs[field.name];
        for (const button of shape.querySelectorAll("[data-choose]")) {
            button.addEventListener("click", () => {
                field.dataset.saved = theirs[field.name];
                if (button.dataset.choose === "theirs") field.value = theirs[field.name];
                form.querySelector(".typed-conflict").remove();
                fit(field);
                field.focus();
                save(form);
            });
        }
        tell(form, "", "bad");
        form.append(shape);
    }

    function save(form) {
        clearTimeout(timers.get(form));
        if (form.querySelector(".typed-conflict")) return;
        const row = form.dataset.typed;
        const before = queues.get(row) ?? Promise.resolve();
        queues.set(
            row,
            before.then(() => send(form)),
        );
    }

    /* a field is as high as its words, also where CSS can't say so */
    function fit(field) {
        if (field.tagName !== "TEXTAREA" || CSS.supports("field-sizing", "content")) return;
        field.rows = Math.max(1, field.value.split("\n").length);
    }

    function ready(root) {
        for (const field of root.querySelectorAll?.(".typed-field") ?? []) {
            if (field.dataset.saved === undefined) remember(field);
            fit(field);
        }
    }

    document.addEventListener("input", (event) => {
        const field = event.target.closest?.(".typed-field");
        if (!field) return;
        if ("oneLine" in field.dataset) field.value = field.value.replace(/\s*\n+\s*/g, " ");
        fit(field);
        const form = field.closest("[data-typed]");
        if (!form || field.type === "date") return;
        clearTimeout(timers.get(form));
        timers.set(
            form,
            setTimeout(() => save(form), PAUSE),
        );
    });

    document.addEventListener("focusout", (event) => {
        const form = event.target.closest?.("[data-typed]");
        if (form && event.target.matches(".typed-field")) save(form);
    });

    document.addEventListener("keydown", (event) => {
        const field = event.target.closest?.(".typed-field");
        if (!field) return;
        if (event.key === "Enter" && "oneLine" in field.dataset) {
            event.preventDefault();
            field.blur();
        }
        if (event.key === "Escape" && field.closest("[data-typed]")) {
            field.value = field.dataset.saved;
            fit(field);
        }
    });

    document.addEventListener("submit", (event) => {
        const form = event.target.closest("[data-typed]");
        if (!form) return;
        event.preventDefault();
        save(form);
    });

    document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
    ready(document);
})();
