/* Words are offered while they are typed; without a script they are typed whole.

   A textarea with data-mentions names the datalist of the colleagues that "@" offers, one with
   data-completes the list of keys and functions that the letters of a formula begin. Arrows go
   through what is offered, Enter or Tab takes it, Escape closes it; Control and the space bar open
   all there is. */

"use strict";

(() => {
    const BEGUN = {
        mentions: /(^|[\s(])(@)([^\s@][^@\n]{0,40}|)$/u,
        completes: /(^|[^a-z0-9_])()([a-z][a-z0-9_]{0,63})$/u,
    };
    const NOTHING = /(^|.)()()$/su;
    const FIELDS = "[data-mentions], [data-completes]";
    const MOST = 6;
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

    let open = null; /* { field, list, from } */

    const wayOf = (field) => (field.dataset.mentions ? "mentions" : "completes");

    function offered(field) {
        const names = document.getElementById(field.dataset[wayOf(field)]);
        if (names?.options) return [...names.options].map((each) => [each.value, each.textContent]);
        return [...(names?.children ?? [])].map((each) => [
            each.firstElementChild.textContent,
            each.lastElementChild.textContent,
        ]);
    }

    function close() {
        open?.field.removeAttribute("aria-activedescendant");
        open?.list.remove();
        open = null;
    }

    function choose(option) {
        const { field, from } = open;
        const after = field.value.slice(field.selectionEnd);
        const taken = wayOf(field) === "mentions" ? `@${option.dataset.name} ` : option.dataset.name;
        const before = field.value.slice(0, from) + taken;
        field.value = before + after;
        close();
        field.focus();
        field.setSelectionRange(before.length, before.length);
        field.dispatchEvent(new Event("input", { bubbles: true }));
    }

    function point(at) {
        const options = [...open.list.children];
        for (const [place, each] of options.entries()) {
            each.setAttribute("aria-selected", String(place === at));
        }
        open.at = at;
        open.field.setAttribute("aria-activedescendant", options[at].id);
        options[at].scrollIntoView({ block: "nearest" });
    }

    function offer(field, whatever = false) {
        const before = field.value.slice(0, field.selectionEnd);
        const begun = BEGUN[wayOf(field)].exec(before) ?? (whatever ? NOTHING.exec(before) : null);
        const sought = begun ? plain(begun[3]) : "";
        const found = begun
            ? offered(field).filter(([name, words]) =>
                  plain(`${name} ${words}`)
                      .split(/[\s_]+/)
                      .concat(plain(name))
                      .some((word) => word.startsWith(sought)),
              )
            : [];
        close();
        const isWhole = found.length === 1 && found[0][0] === begun?.[3];
        if (!found.length || isWhole) return;
        found.sort(([one], [other]) => other.startsWith(sought) - one.startsWith(sought));
        const list = document.createElement("ul");
        list.className = "mentions";
        list.id = `mentions-${field.id}`;
        list.setAttribute("role", "listbox");
        list.tabIndex = 0; // long ones scroll
        list.setAttribute("aria-label", field.labels[0]?.textContent.trim() ?? "@");
        for (const [at, [name, words]] of found.slice(0, whatever ? found.length : MOST).entries()) {
            const option = document.createElement("li");
            option.id = `${list.id}-${at}`;
            option.setAttribute("role", "option");
            option.dataset.name = name;
            option.append(name);
            const note = document.createElement("span");
            note.className = "cell-note";
            note.textContent = words;
            option.append(note);
            list.append(option);
        }
        field.after(list);
        const from = field.selectionEnd - begun[2].length - begun[3].length;
        open = { field, list, from, at: 0 };
        field.setAttribute("aria-controls", list.id);
        point(0);
    }

    document.addEventListener("input", (event) => {
        if (event.target.matches?.(FIELDS)) offer(event.target);
    });

    document.addEventListener(
        "keydown",
        (event) => {
            if (event.ctrlKey && event.code === "Space" && event.target.matches?.(FIELDS)) {
                event.preventDefault();
                offer(event.target, true);
                return;
            }
            if (!open || event.target !== open.field) return;
            const count = open.list.children.length;
            const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (step) point((open.at + step + count) % count);
            else if (event.key === "Enter" || event.key === "Tab") choose(open.list.children[open.at]);
            else if (event.key === "Escape") close();
            else return;
            event.preventDefault();
            event.stopPropagation();
        },
        true,
    );

    document.addEventListener("mousedown", (event) => {
        const option = event.target.closest(".mentions > li");
        if (option) {
            event.preventDefault();
            choose(option);
        } else if (open && event.target !== open.field) close();
    });

    document.addEventListener("focusin", (event) => {
        const field = event.target;
        if (!field.matches?.(FIELDS)) return;
        field.setAttribute("aria-autocomplete", "list");
    });

    /* A formula that was refused: the caret goes where it is wrong. */
    document.addEventListener("htmx:afterSwap", (event) => {
        const spot = event.detail.target?.id === "row-form" && document.querySelector("[data-spot]");
        const field = spot && document.querySelector("[data-completes]");
        if (!field) return;
        const at = Number(spot.dataset.spot);
        field.focus();
        field.setSelectionRange(at, at + 1);
    });
})();
