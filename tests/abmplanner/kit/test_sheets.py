"""Style sheets that import others, as one."""

from abmplanner.kit.sheets import inlined

SHEETS = {
    "css/all.css": (
        '@import url("tokens.css");\n@import url("theirs.css");\n@import url("paper.css") print;\n'
    ),
    "css/tokens.css": ":root { --ink: black; }",
    "css/theirs.css": '@import url("../vendor/kit.css") layer(kit);\nb { color: var(--ink); }',
    "css/paper.css": "nav { display: none; }",
    "vendor/kit.css": '@charset "UTF-8";b{color:red}',
}


def test_imports_are_replaced_in_place_with_their_layer_and_medium() -> None:
    assert inlined("css/all.css", SHEETS.__getitem__) == (
        ":root { --ink: black; }\n"
        "@layer kit {\nb{color:red}\n}\nb { color: var(--ink); }\n"
        "@media print {\nnav { display: none; }\n}\n"
    )
