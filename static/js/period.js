/* The choice of a time: what a list was narrowed to since the page came stands in the address, and is
   kept; what is left empty, and days of one's own that were not asked for, stay out of it. */

"use strict";

document.addEventListener("formdata", (event) => {
    const form = event.target;
    if (!form.matches("form[data-period]")) return;
    const said = event.formData;
    const kept = form.querySelectorAll("[data-kept]");
    const own = [...form.elements].filter((each) => !("kept" in each.dataset)).map((each) => each.name);
    kept.forEach((each) => said.delete(each.name));
    for (const [name, value] of new URLSearchParams(location.search)) {
        if (name !== "page" && !own.includes(name)) said.append(name, value);
    }
    if (said.get("period") !== "custom") ["start", "end"].forEach((name) => said.delete(name));
    [...said.keys()].filter((name) => !said.get(name)).forEach((name) => said.delete(name));
});
