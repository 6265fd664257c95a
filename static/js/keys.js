/* What the keyboard reaches from anywhere.

   - "/" or Ctrl+K: search; arrows go through what was found, Escape closes it
   - G and a letter: a page of the navigation
   - C: a new action; U: undo what was just removed; E: the first field of the plan
   - "?": the list of keys, where single keys can be turned off

   A single key acts only where nothing is typed. */

"use strict";

(() => {
    const TURNED_OFF = "single-keys-off";
    const PATIENCE = 2000; /* ms between G and the letter */

    const seek = document.getElementById("seek");
    const keys = document.getElementById("keys");
    if (!seek || !keys) return;

    const words = document.getElementById("seek-words");
    const sheet = seek.querySelector(".seek-sheet");
    const said = seek.querySelector(".seek-said");
    const single = document.getElementById("keys-single");

    /* search */

    const links = () => [...sheet.querySelectorAll("a")];

    function open() {
        if (words.value.trim().length > 1 || links().length) sheet.hidden = false;
    }

    function close() {
        sheet.hidden = true;
        said.textContent = "";
    }

    function seekNow() {
        if (words.checkVisibility()) {
            words.focus();
            words.select();
        } else {
            location.assign(words.form.action); /* a phone has no room for the field */
        }
    }

    /* while nothing is sought: what was looked at lately */
    function recall() {
        const swap = { target: "#seek-found", swap: "outerHTML" };
        htmx.ajax("GET", words.form.action, swap);
    }

    document.addEventListener("htmx:afterSwap", (event) => {
        if (event.detail.target.id !== "seek-found" || !seek.contains(document.activeElement)) return;
        open();
        said.textContent = document.getElementById("seek-found").dataset.said;
    });

    words.addEventListener("input", () => {
        if (words.value.trim().length === 1) close();
    });
    words.addEventListener("focus", () => {
        if (links().length) open();
        else if (!words.value) recall();
    });

    seek.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && !sheet.hidden) {
            event.stopPropagation();
            words.focus();
            close();
            return;
        }
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!step || sheet.hidden) return;
        event.preventDefault();
        const stops = [words, ...links()];
        const at = stops.indexOf(document.activeElement);
        stops[(at + step + stops.length) % stops.length].focus();
    });

    seek.addEventListener("focusout", (event) => {
        if (!seek.contains(event.relatedTarget)) close();
    });
    sheet.addEventListener("mousedown", (event) => {
        if (!event.target.closest("a")) event.preventDefault(); /* focus stays in the field */
    });

    /* keys */

    single.checked = !localStorage.getItem(TURNED_OFF);
    single.addEventListener("change", () => {
        if (single.checked) localStorage.removeItem(TURNED_OFF);
        else localStorage.setItem(TURNED_OFF, "1");
    });

    keys.addEventListener("click", (event) => {
        if (event.target === keys) keys.close();
    });

    document.addEventListener("click", (event) => {
        if (event.target.closest("[data-keys]")) keys.showModal();
    });

    const isTyping = (element) =>
        element.closest("input, textarea, select, [contenteditable], dialog[open]");

    let gone = 0; /* when G was pressed */

    document.addEventListener("keydown", (event) => {
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
            event.preventDefault();
            seekNow();
            return;
        }
        const held = event.ctrlKey || event.metaKey || event.altKey;
        if (held || event.repeat || !single.checked || isTyping(event.target)) return;
        const key = event.key.toLowerCase();
        if (gone && event.timeStamp - gone < PATIENCE) {
            gone = 0;
            document.querySelector(`.main-nav a[data-key="${CSS.escape(key)}"]`)?.click();
        } else if (key === "/") {
            event.preventDefault();
            seekNow();
        } else if (key === "?") {
            keys.showModal();
        } else if (key === "c") {
            document.getElementById("quick-action")?.click();
        } else if (key === "u") {
            document.querySelector("[data-undo] button")?.click();
        } else if (key === "e") {
            const field = document.querySelector("#main .typed-field");
            if (field) event.preventDefault();
            field?.focus();
        } else if (key === "g") {
            gone = event.timeStamp;
        }
    });
})();
