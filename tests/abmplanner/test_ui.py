"""Components keep their contracts, and templates the site's policy."""

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import SafeString

from abmplanner.components import COMPONENTS
from abmplanner.icons import ICONS
from abmplanner.statuses import LOOKS

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
INCLUDED = {"answer", "assets", "bell", "field_error", "field_mark", "filters_act", "form_errors",
            "keys", "mark", "messages", "navigation", "preferences", "toasts",
            "topbar"}  # fmt: skip
INLINE = re.compile(r"""<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=["']|javascript:""")
CALL = re.compile(r"""{%\s*component\s+"(\w+)"(.*?)%}""", re.DOTALL)
QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
OK = {"value": 52.0, "n": 96, "ci_low": 42.0, "ci_high": 61.7, "status": "ok", "unit": "percent"}


def draw(source: str, path: str = "/", **values: Any) -> str:
    request = RequestFactory().get(path)
    return Template("{% load i18n ui %}" + source).render(RequestContext(request, values))


def component(name: str, path: str = "/", body: str = "", **values: Any) -> str:
    given = " ".join(f"{each}={each}" for each in values)
    return draw(f'{{% component "{name}" {given} %}}{body}{{% endcomponent %}}', path, **values)


# Contracts


def test_each_component_is_drawn_by_a_template_and_each_template_is_declared() -> None:
    drawn = {path.stem for path in (TEMPLATES / "components").glob("*.html")}

    assert drawn - INCLUDED == set(COMPONENTS)


@pytest.mark.parametrize("name", sorted(COMPONENTS))
def test_a_component_opens_with_its_contract(name: str) -> None:
    source = (TEMPLATES / f"components/{name}.html").read_text()
    said = "\n".join(re.findall(r"{#(.*?)#}", source))
    declared = COMPONENTS[name]

    assert [each for each in declared.required | declared.optional if each not in said] == []


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ('"carousel"', "no component"),
        ('"panel"', "needs title"),
        ('"panel" title="A" color="red"', "does not take color"),
    ],
)
def test_a_component_refuses_what_it_does_not_declare(call: str, fault: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=fault):
        draw("{% component " + call + " %}{% endcomponent %}")


def test_what_is_drawn_once_is_drawn_in_the_readers_language() -> None:
    english = component("status", code="overdue")
    with translation.override("fr"):
        french = component("status", code="overdue")

    assert english != french
    assert component("status", code="overdue") == english


def part(**values: Any) -> str:
    given = " ".join(f"{each}={each}" for each in values)
    return draw(f'{{% part "components/tile.html" {given} %}}', lead="of the page", **values)


def test_a_part_is_drawn_once_and_tells_apart_what_is_equal_but_written_otherwise() -> None:
    one, true, safe, plain = (part(label=label) for label in (1, True, SafeString("<b>"), "<b>"))

    assert '<span class="tile-label">1</span>' in one
    assert '<span class="tile-label">True</span>' in true
    assert '<span class="tile-label"><b></span>' in safe
    assert '<span class="tile-label">&lt;b&gt;</span>' in plain


@pytest.mark.parametrize("call", ["{% part name %}", '{% part "a.html" b %}', "{% part %}"])
def test_a_part_is_named_between_quotes_and_takes_attributes_by_name(call: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="name between quotes"):
        draw(call)


def test_a_component_refuses_a_body_that_it_does_not_take() -> None:
    with pytest.raises(TemplateSyntaxError, match="takes no body"):
        component("status", body="more", code="done")


def test_a_component_sees_nothing_of_the_page_around_it() -> None:
    html = draw('{% component "panel" title="A" %}{% endcomponent %}', lead="of the page")

    assert "of the page" not in html


def test_a_component_keeps_its_body_and_escapes_its_attributes() -> None:
    source = '{% component "panel" title=title %}<b>{{ words }}</b>{% endcomponent %}'

    html = draw(source, title="<i>", words="<u>")

    assert "<b>&lt;u&gt;</b>" in html
    assert "&lt;i&gt;" in html


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_is_whole_calls_what_exists_and_holds_nothing_inline(path: Path) -> None:
    source = path.read_text()
    calls = [(name, set(re.findall(r"(\w+)=", QUOTED.sub("", given))))
             for name, given in CALL.findall(source)]  # fmt: skip
    wrong = [
        (name, sorted(given))
        for name, given in calls
        if not COMPONENTS[name].required
        <= given
        <= COMPONENTS[name].required | COMPONENTS[name].optional
    ]

    get_template(str(path.relative_to(TEMPLATES)))
    assert wrong == []
    assert INLINE.findall(source) == []
    assert set(re.findall(r"""{%\s*icon "([\w-]+)\"""", source)) - ICONS == set()


# Icons and states


def test_the_sprite_holds_the_icons_of_the_list_and_no_other() -> None:
    sprite = (Path(settings.BASE_DIR) / "static/core/icons.svg").read_text()

    assert sorted(re.findall(r'<symbol id="([\w-]+)"', sprite)) == sorted(ICONS)


def test_an_icon_outside_the_sprite_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="no icon"):
        draw('{% icon "unicorn" %}')


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in draw('{% icon "plus" %}')
    assert 'role="img" aria-label="Add"' in draw('{% icon "plus" "Add" %}')


@pytest.mark.parametrize("code", sorted(LOOKS))
def test_a_state_is_an_icon_and_a_word_never_a_color_alone(code: str) -> None:
    html = component("status", code=code)

    assert f"#{LOOKS[code].icon}" in html
    assert str(LOOKS[code].word) in html
    assert LOOKS[code].icon in ICONS


def test_a_state_that_nobody_drew_is_unknown() -> None:
    assert "Unknown" in component("status", code="levitating")


# Figures


def test_a_tile_says_value_interval_cases_and_goal() -> None:
    html = component("measure_tile", label="Coverage", answer=OK, goal=70)

    assert "52.0%" in html
    assert "42.0% to 61.7%" in html
    assert "n = 96" in html
    assert "goal 70.0%" in html


@pytest.mark.parametrize("status", ["not_measured", "no_data", "suppressed", "immature"])
def test_a_tile_without_a_value_says_why_and_shows_no_zero(status: str) -> None:
    answer = {**OK, "value": None, "n": None, "ci_low": None, "ci_high": None, "status": status}

    html = component("measure_tile", label="Coverage", answer=answer)

    assert str(LOOKS[status].word) in html
    assert "0" not in re.sub(r"<[^>]*>", "", html)


def test_a_tile_shows_no_value_whose_status_is_not_ok() -> None:
    html = component("measure_tile", label="NPS", answer={**OK, "status": "suppressed"})

    assert "52" not in html


def test_a_tile_of_few_cases_says_so() -> None:
    assert "too few cases" in component("measure_tile", label="A", answer={**OK, "n": 4})
    assert "too few cases" not in component("measure_tile", label="A", answer={**OK, "n": 5})


@pytest.mark.parametrize(
    ("attained", "width", "said"),
    [(0.4, "40.00%", "40%"), (-0.2, "0.00%", "moving away"), (1.18, "100.00%", "beyond target")],
)
def test_a_bullet_stays_on_its_rule_and_says_what_lies_beyond(
    attained: float, width: str, said: str
) -> None:
    html = component("bullet", label="Coverage", attained=attained, pace=0.5, status="at_risk")

    assert f'width="{width}"' in html
    assert 'x1="50.00%"' in html
    assert said in html


def test_a_bullet_without_a_value_is_hatched_and_has_no_bar() -> None:
    html = component("bullet", label="Coverage", attained=None, pace=0.5, status="no_data")

    assert "bullet-unknown" in html
    assert "bullet-bar" not in html
    assert "no value yet" in html


def test_a_chart_carries_its_figures_as_a_table_and_gaps_as_gaps() -> None:
    shown = {
        "kind": "line",
        "unit": "percent",
        "labels": ["Q1", "Q2"],
        "series": [{"label": "Won", "values": [48.0, None]}],
    }

    html = component("chart", id="won", title="Won", chart=shown)

    assert re.findall(r'<td class="num">(.*?)</td>', html) == ["48.0%", "–"]
    assert '"values": [48.0, null]' in html


# Lists and forms


@pytest.mark.parametrize(
    ("path", "direction", "following"),
    [("/", "none", "name"), ("/?sort=name", "ascending", "-name"),
     ("/?sort=-name&page=3", "descending", "name")],
)  # fmt: skip
def test_a_heading_says_how_the_list_is_sorted_and_turns_it(
    path: str, direction: str, following: str
) -> None:
    html = component("heading", path, label="Account", sort="name")

    assert f'aria-sort="{direction}"' in html
    assert f'href="?sort={following}"' in html


def test_a_pager_leads_to_the_pages_around_and_keeps_the_filters() -> None:
    page = Paginator(range(1430), 50).get_page(4)

    html = component("pager", "/?status=at_risk", page=page)

    assert 'href="?status=at_risk&amp;page=5"' in html
    assert "151 to 200 of 1430" in " ".join(html.split())


def test_a_single_page_needs_no_pager() -> None:
    assert component("pager", page=Paginator([1], 50).get_page(1)).strip() == ""


class Narrowing(forms.Form):
    q = forms.CharField(required=False, widget=forms.TextInput({"type": "search"}))
    state = forms.ChoiceField(choices=[("", "All"), ("open", "Open")], required=False)
    order = forms.ChoiceField(choices=[("worst", "Worst"), ("name", "Name")], required=False)
    since = forms.DateField(required=False)


def test_a_long_filter_folds_all_but_its_search_and_counts_what_narrows() -> None:
    form = Narrowing({"q": "a", "state": "open", "order": "worst", "since": ""})

    html = component("filters", fields=form, clear_url="/")
    before, folded = html.split("<details")

    assert 'name="q"' in before
    assert re.findall(r'name="(\w+)"', folded) == ["state", "order", "since"]
    assert "<b>1</b>" in folded


@pytest.mark.parametrize(
    ("typed", "fold", "count"),
    [({}, "filters-fold", "filters-count hidden"),
     ({"order": "name"}, "filters-fold", "filters-count"),
     ({"since": "x"}, "filters-fold open", "filters-count")],
)  # fmt: skip
def test_a_folded_filter_is_open_where_it_is_wrong(
    typed: dict[str, str], fold: str, count: str
) -> None:
    html = component("filters", fields=Narrowing(typed)).replace('"', "")

    assert f"<details class={fold}>" in html
    assert f"<span class={count}>" in html


def test_a_short_filter_is_not_folded() -> None:
    fields = list(Narrowing())[:3]

    html = component("filters", fields=fields)

    assert "<details" not in html
    assert html.count("<label") == 3


class Feedback(forms.Form):
    comment = forms.CharField(help_text="A sentence is enough.")
    rating = forms.ChoiceField(choices=[("1", "1")], widget=forms.RadioSelect, required=False)


def test_a_field_is_tied_to_its_label_help_and_error() -> None:
    html = component("field", field=Feedback({})["comment"])

    assert 'for="id_comment"' in html
    assert 'aria-describedby="id_comment_helptext id_comment_error"' in html
    assert 'id="id_comment_helptext"' in html
    assert 'id="id_comment_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_with_several_controls_is_a_group() -> None:
    html = component("field", field=Feedback()["rating"])

    assert "<fieldset" in html
    assert "<legend" in html
    assert "optional" in html


@pytest.mark.parametrize(("state", "polls"), [("running", True), ("queued", True), ("done", False)])
def test_a_progress_asks_again_only_while_the_job_runs(state: str, *, polls: bool) -> None:
    html = component("progress", state=state, done=3, total=8, poll_url="/jobs/1/")

    assert ('hx-get="/jobs/1/"' in html) is polls
    assert ('value="3"' in html) is polls
    assert "3 of 8" in html


def test_a_conflict_shows_both_versions() -> None:
    pairs = [{"label": "Target", "saved": "70", "typed": "75"}]

    html = component("conflict", differences=pairs, saved_by="Ana", fresh_url="/goals/1/")

    assert html.index("70") < html.index("75")
    assert 'href="/goals/1/"' in html


# Errors


def test_the_page_of_a_broken_server_needs_nothing_from_the_request() -> None:
    html = get_template("500.html").template.render(Context())

    assert 'id="error"' in html


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("[45]*.html")), ids=lambda path: path.stem)
def test_an_error_says_what_to_do_and_can_be_shown_as_a_toast(path: Path) -> None:
    html = get_template(path.name).render({}, RequestFactory().get("/"))

    assert html.count('id="error"') == 1
    assert 'href="/"' in html
