"""Plans: what is wanted, agreed, judged and taken for granted."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ObjectiveKind(TextChoices):
    """What an objective is after."""

    WIN_DEAL = "win_deal", _("Win a deal")
    BUILD_RELATIONSHIP = "build_relationship", _("Build a relationship")
    RAISE_SATISFACTION = "raise_satisfaction", _("Raise satisfaction")
    PROTECT_RENEWAL = "protect_renewal", _("Protect a renewal")
    GROW = "grow", _("Grow")
    OTHER = "other", _("Other")


class ObjectiveState(TextChoices):
    """Where an objective stands."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Active")
    ATTAINED = "attained", _("Attained")
    ABANDONED = "abandoned", _("Abandoned")


class ActionState(TextChoices):
    """Where an action stands."""

    PLANNED = "planned", _("Planned")
    DOING = "doing", _("In progress")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class PlanParty(TextChoices):
    """For whom a plan is signed."""

    ABM = "abm", _("ABM")
    SALES = "sales", pgettext_lazy("the department", "Sales")
    LEADERSHIP = "leadership", _("Leadership")


class CommentOn(TextChoices):
    """What a comment is about."""

    PLAN = "plan", _("Plan")
    OBJECTIVE = "objective", _("Objective")
    GOAL = "goal", _("Goal")


class ProfileTopic(TextChoices):
    """The headings of a company's profile."""

    CHALLENGES = "challenges", _("Challenges")
    PRIORITIES = "priorities", _("Priorities")
    COMPETITORS = "competitors", _("Competitors there")
    STRENGTHS = "strengths", _("Our strengths")
    WEAKNESSES = "weaknesses", _("Our weaknesses")
    CHANCES = "chances", _("Opportunities")
    THREATS = "threats", _("Threats")


class AssumptionKey(TextChoices):
    """What a plan may take for granted."""

    RUNOFF_RATE = "accepted_runoff_rate", _("Accepted run-off rate")
    MARGIN = "margin", _("Margin")


class SocialSubject(TextChoices):
    """Whose use of social networks is judged."""

    OURS = "ours", _("Our team")
    THEIRS = "theirs", _("The account")


class RespondentKind(TextChoices):
    """Who answered a survey."""

    CUSTOMER = "customer", _("Customer")
    EMPLOYEE = "employee", _("One of us")
    TEST = "test", _("Test")
