/* What every page does with a script; without one, each page still reads and saves.

   - theme: a cookie that the server reads, so that no page flashes
   - menus: one open at a time, closed by Escape or a click elsewhere
   - filters: those folded away say how many narrow
   - tabs and navigation: the open one is in sight
   - htmx: focus is never lost after a swap; a lost connection is said
   - ticks: the one in the head of a table stands for all below it
   - toasts: can be closed */

"use strict";

(() => {
    const root = document.documentElement;

    /* theme */

    function chooseTheme(value) {
        const age = value ? 31536000 : 0;
        document.cookie = `theme=${value}; path=/; max-age=${age}; samesite=lax`;
        if (value) root.dataset.theme = value;
        else delete root.dataset.theme;
        showTheme();
        document.dispatchEvent(new CustomEvent("theme"));
    }

    function showTheme() {
        const now = root.dataset.theme || "";
        for (const button of document.querySelectorAll("[data-theme-choice] button")) {
            button.setAttribute("aria-pressed", String(button.value === now));
        }
    }

    document.addEventListener("click", (event) => {
        const choice = event.target.closest("[data-theme-choice] button");
        if (choice) chooseTheme(choice.value);
        if (event.target.closest("[data-print]")) print();
        const close = event.target.closest(".alert-close");
        if (close) close.closest(".alert-box").remove();
        closeMenus(event.target.closest(".menu"));
    });

    function showScripted() {
        for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;
    }

    showScripted();
    showTheme();

    /* menus */

    function closeMenus(except) {
        for (const menu of document.querySelectorAll(".menu[open]")) {
            if (menu !== except) menu.open = false;
        }
    }

    document.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        const menu = document.querySelector(".menu[open]");
        if (!menu) return;
        menu.open = false;
        menu.querySelector("summary").focus();
    });

    /* filters: how many narrow the list, as soon as one was chosen */

    function narrows(control) {
        if (control.type === "checkbox") return control.checked;
        return control.value !== "" && control.selectedIndex !== 0;
    }

    document.addEventListener("change", (event) => {
        const fold = event.target.closest(".filters-fold");
        if (!fold) return;
        const count = [...fold.querySelectorAll("input, select")].filter(narrows).length;
        const said = fold.querySelector(".filters-count");
        said.hidden = count === 0;
        said.querySelector("b").textContent = count;
    });

    /* a search was asked for while it was typed: leaving its field asks nothing again, for
       that would take away the list someone has just begun to work in */

    document.addEventListener("htmx:confirm", (event) => {
        const cause = event.detail.triggeringEvent;
        if (cause?.type === "change" && cause.target.matches(".filters input[type='search']")) {
            event.preventDefault();
        }
    });

    /* htmx: what had focus before a swap has it after, or its nearest kin */

    let focused = null;

    function describe(element) {
        if (!element || element === document.body) return null;
        return {
            id: element.id,
            name: element.getAttribute("name"),
            href: element.getAttribute("href"),
            text: element.textContent.trim(),
            at: element.selectionStart,
        };
    }

    function findAgain(was, within) {
        if (was.id && document.getElementById(was.id)) return document.getElementById(was.id);
        const kin = [...within.querySelectorAll("a, button, input, select, textarea, summary")];
        return (
            kin.find((each) => was.name && each.getAttribute("name") === was.name) ||
            kin.find((each) => was.href && each.getAttribute("href") === was.href) ||
            kin.find((each) => was.text && each.textContent.trim() === was.text)
        );
    }

    document.addEventListener("htmx:beforeSwap", (event) => {
        const holds = event.detail.target.contains(document.activeElement);
        focused = holds ? describe(document.activeElement) : null;
    });

    document.addEventListener("htmx:afterSettle", (event) => {
        readyToasts();
        showScripted();
        if (event.detail.target.id === "main") {
            /* another page took the place of this one: begin at its top */
            showPlace();
            showTab();
            scrollTo(0, 0);
            document.getElementById("main").focus({ preventScroll: true });
            return;
        }
        if (!focused || document.activeElement !== document.body) return;
        const landed = document.getElementById(event.detail.target.id) || event.detail.elt;
        const again = findAgain(focused, landed) || landed;
        if (again === landed && !landed.hasAttribute("tabindex")) landed.tabIndex = -1;
        again.focus({ preventScroll: true });
        if (Number.isInteger(focused.at) && again.setSelectionRange) {
            again.setSelectionRange(focused.at, focused.at);
        }
        focused = null;
    });

    /* navigation: we are where the way back begins, or what htmx put into the address lies */

    function showPlace() {
        const way = document.querySelector(".crumbs a")?.pathname;
        const links = [...document.querySelectorAll(".main-nav a")];
        const root = links.find((link) => link.pathname === way);
        for (const link of links) {
            const below = link.pathname !== "/" && location.pathname.startsWith(link.pathname);
            const here = root ? link === root : below || location.pathname === link.pathname;
            if (here) link.setAttribute("aria-current", "page");
            else link.removeAttribute("aria-current");
        }
    }

    document.addEventListener("htmx:pushedIntoHistory", showPlace);

    /* tabs and navigation: where they do not fit, the open one is in sight, its neighbors beside it */

    function showTab() {
        for (const row of document.querySelectorAll(".account-tabs, .main-nav ul")) {
            const open = row.querySelector("[aria-current]");
            if (!open || row.scrollWidth <= row.clientWidth) continue;
            const place = open.getBoundingClientRect().left - row.getBoundingClientRect().left;
            row.scrollLeft += place - (row.clientWidth - open.offsetWidth) / 2;
        }
    }

    showTab();

    /* toasts */

    const toasts = document.getElementById("toasts");

    function readyToasts() {
        for (const toast of toasts.querySelectorAll(".alert-box:not(:has(.alert-close))")) {
            toast.removeAttribute("id");
            const headline = toast.querySelector("h1"); /* the page has one already */
            if (headline) {
                const strong = document.createElement("strong");
                strong.append(...headline.childNodes);
                headline.replaceWith(strong);
            }
            const close = document.createElement("button");
            close.type = "button";
            close.className = "alert-close";
            close.textContent = "×";
            close.setAttribute("aria-label", toasts.dataset.close);
            toast.append(close);
        }
    }

    function lost() {
        if (toasts.querySelector("[data-lost]")) return;
        const toast = document.getElementById("toast-lost").content.cloneNode(true);
        toast.firstElementChild.dataset.lost = "";
        toasts.append(toast);
        readyToasts();
    }

    document.addEventListener("htmx:sendError", lost);
    document.addEventListener("htmx:timeout", lost);

    /* ticks */

    document.addEventListener("change", (event) => {
        const box = event.target;
        const table = box.closest("table");
        if (!table || box.type !== "checkbox") return;
        const all = table.querySelector("[data-tick-all]");
        const ticks = [...table.querySelectorAll("tbody .tick-cell input")];
        if (box === all) for (const tick of ticks) tick.checked = all.checked;
        if (all) all.checked = ticks.length > 0 && ticks.every((tick) => tick.checked);
    });
})();
