/* An action from anywhere: the plus in the top bar opens its form in the drawer, on any page.

   On an account's page the account is chosen already. Without a script the same link is a page. */

"use strict";

(() => {
    const OF_ACCOUNT = /^\/accounts\/([0-9a-f-]{36})\//;

    document.addEventListener("click", (event) => {
        const link = event.target.closest("[data-quick]");
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        if (!document.getElementById("drawer")) {
            const shape = document.getElementById("drawer-shape").content.cloneNode(true);
            document.getElementById("main").append(shape);
        }
        const account = OF_ACCOUNT.exec(location.pathname)?.[1];
        const address = account ? `${link.dataset.quick}?account=${account}` : link.dataset.quick;
        htmx.ajax("GET", address, {
            source: link,
            target: "#row-form",
            select: "#row-form",
            swap: "outerHTML",
        });
    });
})();
