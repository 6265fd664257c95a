/* Forms over the plan: a link's form is fetched into the drawer, which stays open while it is wrong.

   Without a script, or where the link is opened elsewhere, the same form is a page of its own. */

"use strict";

(() => {
    const drawer = () => document.getElementById("drawer");

    document.addEventListener("htmx:afterSettle", (event) => {
        const dialog = drawer();
        const form = dialog?.querySelector("#row-form form");
        if (!form || event.detail.target.id !== "row-form") return;
        if (!dialog.open) dialog.showModal();
        const wrong = form.querySelector(".field-wrong :is(input, select, textarea)");
        const first = form.querySelector("input:not([type=hidden]), select, textarea");
        (wrong || first)?.focus();
        if (dialog.querySelector(".conflict")) dialog.scrollTop = 0;
    });

    /* Leaving without saving closes the drawer; nothing on the plan moves. */
    document.addEventListener("click", (event) => {
        const cancel = event.target.closest("#drawer a[data-drop-draft]");
        const again = cancel?.closest(".conflict");
        if (event.target === drawer()) drawer().close();
        if (!cancel || again) return;
        event.preventDefault();
        drawer().close();
    });

    /* A click that is meant for a new tab or window is the browser's own. */
    document.addEventListener(
        "click",
        (event) => {
            const meant = event.ctrlKey || event.metaKey || event.shiftKey;
            if (meant && event.target.closest("a[hx-get]")) event.stopPropagation();
        },
        true,
    );

    /* Signing in came instead of what was asked for: the session ran out. Drafts are kept. */
    document.addEventListener("htmx:beforeSwap", (event) => {
        const { responseText, responseURL } = event.detail.xhr;
        if (!responseURL || !responseText.includes("data-sign-in")) return;
        event.detail.shouldSwap = false;
        const entrance = new URL(responseURL);
        entrance.searchParams.set("next", location.pathname);
        location.assign(entrance);
    });
})();
