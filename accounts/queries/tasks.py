"""What waits for one of us: each kind of task is a question of its own, bounded, with its days."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import end_after
from abmplanner.kit.history import lasting
from accounts.enums import (
    ContractStatus,
    ImportState,
    JobState,
    Role,
    StageOutcome,
    Verdict,
)
from accounts.models import (
    Account,
    Action,
    Contract,
    ContractTerms,
    ImportRow,
    ImportRun,
    Job,
    Opportunity,
    Plan,
    RelationshipRating,
    Review,
    Signature,
    TeamMember,
)
from accounts.queries.agreement import party_of
from accounts.queries.feedback import my_requests, unanswered
from accounts.queries.plan import OVER

MOST = 40  # of each kind: nobody does more in a day, and the page stays short
AHEAD = timedelta(days=30)
RENEWAL_AHEAD = timedelta(days=120)
REVIEW_EVERY = timedelta(days=30)
FAILED_SINCE = timedelta(days=7)


class TaskKind(TextChoices):
    """What has to be done."""

    ACTION = "action", _("Action")
    SIGNATURE = "signature", _("Plan to sign")
    REVIEW = "review", _("Plan to go through")
    RENEWAL = "renewal", _("Renewal")
    DEAL = "deal", _("Deal past its expected close")
    RATING = "rating", _("Relationship to judge again")
    ROWS = "rows", _("Imported lines without a home")
    JOB = "job", _("Work that failed")
    FEEDBACK = "feedback", _("Feedback to give")
    REPLY = "reply", _("Feedback to answer")


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for somebody. due_on is empty where no day was named."""

    kind: TaskKind
    title: str
    url: str
    account: Account | None = None
    due_on: date | None = None
    count: int = 0


def tasks_of(actor: Actor, today: date) -> list[Task]:
    """Return what waits for a person: what is due first on top, what has no day last."""
    if actor.person is None:
        return []
    found = [task for ask in QUESTIONS.get(actor.role, ()) for task in ask(actor, today)]
    return sorted(found, key=lambda task: (task.due_on is None, task.due_on, task.kind, task.title))


def mine(actor: Actor) -> QuerySet[Account]:
    """Return the accounts that a person looks after: those they own, and whose team they are on."""
    teams = TeamMember.objects.visible_to(actor).filter(lasting(), user=actor.person)
    near = Q(owner=actor.person) | Q(pk__in=teams.values("account"))
    return Account.objects.visible_to(actor).filter(near, merged_into=None)


# ---- what each kind of task is ----


def actions_due(actor: Actor, today: date) -> Iterable[Task]:
    """Return a person's open actions that are late, due soon, or without a day."""
    rows = Action.objects.visible_to(actor).exclude(state__in=OVER)
    rows = rows.filter(Q(due_on=None) | Q(due_on__lte=today + AHEAD), owner=actor.person)
    soonest = rows.order_by(F("due_on").asc(nulls_last=True), "pk")
    for row in soonest.select_related("objective__account")[:MOST]:
        account = row.objective.account
        url = f"{account.get_absolute_url()}#action-{row.public_id}"
        yield Task(TaskKind.ACTION, row.title, url, account, row.due_on)


def plans_to_sign(actor: Actor, today: date) -> Iterable[Task]:
    """Return the plans that hold, or soon will, and lack the signature of the person's side.

    A manager and a salesperson sign for the accounts they look after, leadership for all it leads.
    """
    signed = Signature.objects.visible_to(actor).filter(
        plan=OuterRef("pk"),
        party=party_of(actor),
        plan_version=OuterRef("version"),
        voided_at=None,
    )
    rows = Plan.objects.visible_to(actor).filter(
        ~Exists(signed), starts_on__lte=today + AHEAD, ends_on__gt=today
    )
    if actor.role != Role.LEADERSHIP:
        rows = rows.filter(account__in=mine(actor))
    for row in rows.select_related("account").order_by("starts_on", "pk")[:MOST]:
        url = f"{row.account.get_absolute_url()}#agreement"
        yield Task(TaskKind.SIGNATURE, row.account.name, url, row.account, row.starts_on)


def plans_to_review(actor: Actor, today: date) -> Iterable[Task]:
    """Return the plans that hold and that nobody went through for a month."""
    reviews = Review.objects.visible_to(actor).filter(reviewed_on__lte=today)
    last = dict(reviews.order_by().values_list("account").annotate(Max("reviewed_on")))
    plans = Plan.objects.visible_to(actor).filter(
        starts_on__lte=today - REVIEW_EVERY, ends_on__gt=today, account__in=mine(actor)
    )
    stale = [
        (max(last.get(plan.account_id, plan.starts_on), plan.starts_on) + REVIEW_EVERY, plan)
        for plan in plans.select_related("account").order_by("pk")
    ]
    late = sorted((due, plan.pk, plan) for due, plan in stale if due <= today)
    for due, _pk, plan in late[:MOST]:
        url = reverse("accounts:review_list", args=[plan.account.public_id])
        yield Task(TaskKind.REVIEW, plan.account.name, url, plan.account, due)


def renewals_due(actor: Actor, today: date) -> Iterable[Task]:
    """Return the signed contracts that are due, or were, and that nothing renews yet."""
    terms = ContractTerms.objects.visible_to(actor).filter(
        voided_at=None, occurred_at__lt=end_after(today)
    )
    newer = terms.filter(
        Q(occurred_at__gt=OuterRef("occurred_at"))
        | Q(occurred_at=OuterRef("occurred_at"), pk__gt=OuterRef("pk")),
        contract=OuterRef("contract"),
    )
    renewed = Contract.objects.visible_to(actor).filter(
        Q(renewal_of=OuterRef("contract")) | Q(joined=OuterRef("contract"))
    )
    rows = terms.filter(
        ~Exists(newer),
        ~Exists(renewed),
        status=ContractStatus.SIGNED,
        due_on__lte=today + RENEWAL_AHEAD,
        contract__account__in=mine(actor),
    )
    for row in rows.select_related("contract__account").order_by("due_on", "pk")[:MOST]:
        contract = row.contract
        url = reverse("accounts:contract_list", args=[contract.account.public_id])
        yield Task(TaskKind.RENEWAL, contract.name, url, contract.account, row.due_on)


def deals_to_confirm(actor: Actor, today: date) -> Iterable[Task]:
    """Return the open deals whose expected close has passed: of the person, or of nobody."""
    rows = Opportunity.objects.visible_to(actor).filter(
        Q(stage=None) | Q(stage__outcome=StageOutcome.OPEN),
        Q(owner=actor.person) | Q(owner=None, account__in=mine(actor)),
        close_on__lt=today,
        deleted_at=None,
        merged_into=None,
        is_test=False,
    )
    for row in rows.select_related("account").order_by("-close_on", "pk")[:MOST]:
        url = reverse("accounts:opportunity_detail", args=[row.public_id])
        yield Task(TaskKind.DEAL, row.name, url, row.account, row.close_on)


def ratings_to_renew(actor: Actor, today: date) -> Iterable[Task]:
    """Return the person's own judgements of relationships that no longer hold, or soon won't."""
    ratings = RelationshipRating.objects.visible_to(actor).filter(
        relationship__user=actor.person, voided_at=None
    )
    newer = ratings.filter(
        Q(occurred_at__gt=OuterRef("occurred_at"))
        | Q(occurred_at=OuterRef("occurred_at"), pk__gt=OuterRef("pk")),
        relationship=OuterRef("relationship"),
    )
    rows = ratings.filter(~Exists(newer), expires_on__lte=today + AHEAD)
    rows = rows.select_related("relationship__contact__account").order_by("expires_on", "pk")
    for row in rows[:MOST]:
        contact = row.relationship.contact
        url = reverse("accounts:contact_detail", args=[contact.public_id])
        yield Task(TaskKind.RATING, contact.name, url, contact.account, row.expires_on)


def rows_to_place(actor: Actor, _today: date) -> Iterable[Task]:
    """Return the imports of the person with lines that wait for their account or contact."""
    waiting = ImportRow.objects.visible_to(actor).filter(
        verdict=Verdict.WAITING, resolved_at=None, run__actor=actor.person
    )
    waiting = waiting.exclude(run__state__in=[ImportState.UNDOING, ImportState.UNDONE])
    counts = {
        row["run"]: row["count"]
        for row in waiting.order_by().values("run").annotate(count=Count("pk"))
    }
    runs = ImportRun.objects.visible_to(actor).filter(pk__in=counts).order_by("-created_at", "-pk")
    for run in runs[:MOST]:
        url = reverse("accounts:waiting_list")
        yield Task(TaskKind.ROWS, run.file_name, url, count=counts[run.pk])


def jobs_failed(actor: Actor, today: date) -> Iterable[Task]:
    """Return the long work that failed in the last week, newest first."""
    rows = Job.objects.visible_to(actor).filter(
        state=JobState.FAILED, finished_at__gte=end_after(today) - FAILED_SINCE
    )
    for row in rows.order_by("-finished_at", "-pk")[:MOST]:
        yield Task(TaskKind.JOB, row.kind, reverse("accounts:import_list"))


def feedback_to_give(actor: Actor, today: date) -> Iterable[Task]:
    """Return the accounts that a person is asked about in a round that is open."""
    for row in my_requests(actor, today)[:MOST]:
        url = reverse("accounts:feedback_create", args=[row.account.public_id])
        yield Task(TaskKind.FEEDBACK, row.account.name, url, row.account, row.round.closes_on)


def feedback_to_answer(actor: Actor, today: date) -> Iterable[Task]:
    """Return the words of sales, on the accounts of a person, that nobody has answered."""
    rows = unanswered(actor, today - REVIEW_EVERY).filter(account__in=mine(actor))
    for row in rows[:MOST]:
        url = reverse("accounts:feedback_reply", args=[row.public_id])
        yield Task(TaskKind.REPLY, row.author.name, url, row.account)


Question = Callable[[Actor, date], Iterable[Task]]

QUESTIONS: Mapping[str, tuple[Question, ...]] = {
    Role.MANAGER: (
        actions_due,
        plans_to_sign,
        plans_to_review,
        renewals_due,
        rows_to_place,
        ratings_to_renew,
        feedback_to_give,
        feedback_to_answer,
    ),
    Role.SALES: (
        feedback_to_give,
        actions_due,
        plans_to_sign,
        renewals_due,
        deals_to_confirm,
        ratings_to_renew,
    ),
    Role.LEADERSHIP: (actions_due, plans_to_sign),
    Role.ADMINISTRATOR: (actions_due, rows_to_place, jobs_failed),
}
"""What each role is asked for."""
