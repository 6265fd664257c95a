"""Who of us keeps which program and works on which account, from when to when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.history import DatedRow, ends_after_it_starts, no_overlap
from accounts.enums import Position
from accounts.models.reach import OnAccount


class ProgramAssignment(DatedRow):
    """A person of ours keeps or leads a program; what they see follows from it."""

    user = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="assignments", verbose_name=_("user")
    )
    program = models.ForeignKey(
        "accounts.Program", models.PROTECT, related_name="assignments", verbose_name=_("program")
    )

    objects = models.Manager()

    class Meta(DatedRow.Meta):
        verbose_name = _("program assignment")
        verbose_name_plural = _("program assignments")
        constraints = [
            ends_after_it_starts("assignment_ends_after_it_starts"),
            no_overlap(
                "assignment_of_a_person_once_at_a_time",
                "user",
                "program",
                message=_("This person is assigned to the program in that time already."),
            ),
        ]


class TeamMember(DatedRow):
    """A person of ours works on an account; what they see follows from it."""

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="team", verbose_name=_("account")
    )
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="teams", verbose_name=_("user")
    )
    position = models.CharField(
        _("position"), max_length=12, choices=Position, default=Position.SALES
    )

    objects = OnAccount.as_manager()

    class Meta(DatedRow.Meta):
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        constraints = [
            ends_after_it_starts("team_member_ends_after_it_starts"),
            no_overlap(
                "team_member_once_at_a_time",
                "account",
                "user",
                message=_("This person is on the account's team in that time already."),
            ),
        ]
