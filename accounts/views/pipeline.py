"""The page of an account's deals: by stage on a day, what moved them, what is due, and all."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from abmplanner.kit.days import months_before
from abmplanner.kit.exports import FORMATS, export
from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.kit.period import Span
from abmplanner.kit.period_form import PeriodForm
from abmplanner.policy import OPERATIONS
from abmplanner.statuses import Tone
from accounts.filters.opportunity import DealChoices
from accounts.models import Account
from accounts.queries.deal_board import Board, deal_board
from accounts.queries.opportunity import deals_at
from accounts.queries.pipeline import Asked, Move, Part, Step, Waterfall, waterfall
from accounts.queries.program import fiscal_month_of, programs_with
from accounts.queries.renewals import RunOff, run_off
from accounts.views.trail import above

HORIZONS = {
    "": gettext_lazy("All open deals"),
    "quarter": gettext_lazy("Expected by the end of the quarter"),
    "year": gettext_lazy("Expected by the end of the year"),
}
TILES = (
    ("all", gettext_lazy("Open pipeline"), "accent"),
    ("sure", gettext_lazy("The seller is sure of"), Tone.GOOD),
    ("late", gettext_lazy("Past their expected close"), Tone.BAD),
    ("behind", gettext_lazy("Later than the plan wants"), Tone.WATCH),
)
TONES = {Step.WON: Tone.GOOD, Step.MOVED: Tone.WATCH, Step.RATES: Tone.WATCH}
AHEAD_MONTHS = 12  # of contracts that come due, beyond the days asked about


@require_safe
def opportunity_list(request: Request, public_id: UUID) -> HttpResponse:
    """Show the deals of an account as of a day, and what moved its pipeline until then."""
    account = reachable_or_404(request, Account.objects, public_id)
    form, asked = asked_in(request, account)
    fall = waterfall(request.actor, [account], asked)
    part = fall.part(request.GET.get("step", ""))
    board = deal_board(request.actor, account, asked.last)
    tiles = tiles_of(board, request.GET)
    opened = next((tile for tile in tiles if tile["is_open"]), None)
    chosen = DealChoices(request.GET, queryset=deals_at(request.actor, account), request=request)
    context = {
        "account": account,
        "trail": above(account),
        "form": form,
        "asked": asked,
        "board": board,
        "tiles": tiles,
        "opened": opened,
        "shown": board.only(opened["column"]) if opened else board,
        "fall": fall,
        "steps": steps_of(fall, request.GET),
        "part": part,
        "here": step_url(part, request.GET) if part else "",
        "moves": part.moves if part else fall.moves,
        "horizons": horizons(request.GET),
        "run_off": due_ahead(request, account, asked),
        "filter": chosen,
        "page": Paginator(chosen.qs, settings.PAGE_SIZE).get_page(request.GET.get("page")),
        "can_edit": OPERATIONS["opportunity.edit"].allows(request.actor),
    }
    aimed = "moves" if request.htmx.target == "moves" else "deal-list"
    return page_or_part(request, "accounts/opportunity_list.html", context, part=aimed)


@require_safe
def opportunity_export(request: Request, public_id: UUID, form: str) -> HttpResponseBase:
    """Give what moved the pipeline of an account as a file: what the page shows, move by move."""
    if form not in FORMATS:
        raise Http404
    account = reachable_or_404(request, Account.objects, public_id)
    fall = waterfall(request.actor, [account], asked_in(request, account)[1])
    name = f"{account.name} {_('Deals')} {fall.asked.last}"
    return export(name, move_header(), move_lines(fall), form)


def asked_in(request: Request, account: Account) -> tuple[PeriodForm, Asked]:
    """Return the time that an address asks for, and what is asked: by the account's fiscal year."""
    month = fiscal_month_of(programs_with(request.actor, account.pk))
    form = PeriodForm(request.GET, usual=Span.YEAR, fiscal_month=month)
    return form, Asked.during(form.chosen, request.GET.get("by", ""), month)


def tiles_of(board: Board, address: QueryDict) -> list[dict[str, Any]]:
    """Return the figures above the board; each opens onto its deals, on the board below."""
    now = address.get("show", "")
    return [
        {
            "label": words,
            "tone": tone,
            "column": getattr(board, key),
            "href": f"{with_(address, show=key)}#stages",
            "is_open": key == now,
        }
        for key, words, tone in TILES
    ]


def horizons(address: QueryDict) -> list[tuple[str, Any, bool]]:
    """Return by when deals may be expected, each with its address, and whether it is chosen."""
    now = address.get("by", "")
    return [(with_(address, by=by), words, by == now) for by, words in HORIZONS.items()]


def with_(address: QueryDict, **said: str) -> str:
    """Return an address on this page in which some things are said otherwise; page and step go."""
    kept = address.copy()
    for name in ("page", "step"):
        kept.pop(name, None)
    for name, value in said.items():
        kept[name] = value
        if not value:
            del kept[name]
    return f"?{kept.urlencode()}"


def steps_of(fall: Waterfall, address: QueryDict) -> list[dict[str, Any]]:
    """Return the parts of the pipeline as the component takes them; each leads to its records."""
    return [
        {
            "label": part.step.label,
            "amount": part.amount,
            "is_end": part.is_end,
            "tone": TONES.get(part.step, ""),
            "count": len(part.moves) if part.moves else "",
            "href": step_url(part, address) if part.moves else "",
            "note": without_amount(part),
        }
        for part in fall.parts
    ]


def step_url(part: Part, address: QueryDict) -> str:
    """Return the address that shows what stands behind a part."""
    return f"{with_(address, step=part.step.value)}#moves"


def without_amount(part: Part) -> str:
    """Return how many of a part's deals count for nothing, for nobody knows what they are worth."""
    if not part.unknown:
        return ""
    return _("%(count)s without a known amount") % {"count": part.unknown}


def due_ahead(request: Request, account: Account, asked: Asked) -> RunOff | None:
    """Return the contracts that come due in the days asked about and the year after them."""
    until = months_before(asked.last, -AHEAD_MONTHS)
    return run_off(request.actor, account, first=asked.first, last=until, as_of=asked.last)


def move_header() -> list[str]:
    """Return the titles of the columns of what moved a pipeline."""
    return [
        _("Part"), _("Day"), _("Deal"), _("Amount"), _("Currency"), _("Value of the deal"),
        _("Its currency"),
    ]  # fmt: skip


def move_lines(fall: Waterfall) -> Iterator[list[Any]]:
    """Yield a line for each deal of each part, in the order of the waterfall."""
    for part in fall.parts:
        for move in part.moves:
            yield move_line(move, fall.currency)
        if not part.moves and part.amount:
            yield [part.step.label, fall.asked.last, "", part.amount, fall.currency, "", ""]


def move_line(move: Move, currency: str) -> list[Any]:
    """Return what one change did as a line of a file."""
    return [
        move.step.label, move.day, move.deal.name, move.amount, currency, move.tcv, move.currency,
    ]  # fmt: skip
