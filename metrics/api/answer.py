"""The answer to one question, in the form that the command gives it too."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.api import Closed
from abmplanner.kit.api_fields import Day
from abmplanner.kit.period import MONTH, Span, span_of
from metrics.calc.status import Flag, Status
from metrics.catalogue.words import SpreadOf, Unit
from metrics.forms.answer import BY_YEAR
from metrics.queries.asking import Question, fiscal_month_of_scope

MOST_NARROWINGS = 8
PERIOD = rf"^({Span.LAST_90_DAYS}|{Span.QUARTER}|{Span.YEAR}|{MONTH.pattern})$"
STATUSES = [each.value for each in Status]


class Narrowing(serializers.CharField):
    """A value of one of the indicator's dimensions, as name:value."""

    @override
    def to_internal_value(self, data: Any) -> Any:
        name, colon, value = super().to_internal_value(data).partition(":")
        if not (name and colon and value):
            raise ValidationError(_("Write it as name:value, such as type:expansion."))
        return name, value


class QuestionSerializer(Closed):
    """What may be asked. Days are local to the scope; to is the first that doesn't count."""

    indicator = serializers.CharField(max_length=64)
    scope = serializers.CharField(
        max_length=255,
        help_text="account:ID, program:ID, campaign:ID, group:ID, source:NAME or all",
    )
    period = serializers.RegexField(
        PERIOD,
        required=False,
        max_length=20,
        help_text="last_90_days, quarter, year or month:2026-03, instead of from and to",
    )
    from_ = Day(source="start", required=False, help_text="the first day")
    to = Day(source="end", required=False, help_text="the day after the last")
    as_of = Day(required=False, help_text="the last day seen; today if left out")
    known_at = Day(required=False, help_text="as it was known at the end of that day")
    where = serializers.ListField(
        child=Narrowing(max_length=200),
        required=False,
        max_length=MOST_NARROWINGS,
        help_text="name:value, a value of one of the indicator's dimensions",
    )
    explain = serializers.BooleanField(
        required=False, default=False, help_text="with sentence, definition and records"
    )

    @override
    def get_fields(self) -> dict[str, Any]:
        return {name.rstrip("_"): field for name, field in super().get_fields().items()}

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        names = {"start": "from", "end": "to"}
        said = [name for name in names if name in attrs]
        if "period" in attrs and said:
            raise ValidationError({"period": _("Give a period, or its days, but not both.")})
        if "period" not in attrs and len(said) < len(names):
            wanted = serializers.Field.default_error_messages["required"]
            raise ValidationError({names[name]: wanted for name in names if name not in attrs})
        return attrs

    def question(self, actor: Actor) -> Question:
        """Return the question that was asked; quarters and years are those of whom it is about."""
        named = {"explain", "period"}
        said = {name: value for name, value in self.validated_data.items() if name not in named}
        if period := self.validated_data.get("period"):
            as_of = said.setdefault("as_of", timezone.localdate())
            month = fiscal_month_of_scope(actor, said["scope"]) if period in BY_YEAR else 1
            said["start"], said["end"] = span_of(period, as_of, month) or (as_of, as_of)
        return Question(**{**said, "where": dict(said.get("where", ()))})


class IntervalSerializer(serializers.Serializer[Any]):
    """Between which values the true one lies, with the given probability."""

    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    method = serializers.CharField()
    level = serializers.FloatField()


class BandSerializer(serializers.Serializer[Any]):
    """The percent of scores that lie from one end of a band to before the other."""

    from_ = serializers.FloatField()
    to = serializers.FloatField()
    percent = serializers.FloatField()

    @override
    def get_fields(self) -> dict[str, Any]:
        return {name.rstrip("_"): field for name, field in super().get_fields().items()}


class SpreadSerializer(serializers.Serializer[Any]):
    """How the scores behind a mean lie: of accounts, contacts or groups, of two at least."""

    of = serializers.ChoiceField(choices=[each.value for each in SpreadOf])
    cases = serializers.IntegerField()
    lower_quartile = serializers.FloatField()
    median = serializers.FloatField()
    upper_quartile = serializers.FloatField()
    shares = BandSerializer(many=True)


class SettingsSerializer(serializers.Serializer[Any]):
    """The versions of the settings of measures that held; 0 is what is delivered."""

    installation = serializers.IntegerField()
    program = serializers.IntegerField()


class MeasuredBySerializer(serializers.Serializer[Any]):
    """A setting that the number rests on, with what held and what is delivered, in words."""

    key = serializers.CharField()
    name = serializers.CharField()
    value = serializers.CharField()
    delivered = serializers.CharField()


class AnswerSerializer(serializers.Serializer[Any]):
    """One number, with all that is needed to believe it. No value is null, and never zero."""

    indicator = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    numerator = serializers.FloatField(allow_null=True)
    denominator = serializers.FloatField(allow_null=True)
    n = serializers.FloatField(allow_null=True)
    interval = IntervalSerializer()
    spread = SpreadSerializer(allow_null=True)
    status = serializers.ChoiceField(choices=STATUSES)
    flags = serializers.ListField(child=serializers.ChoiceField([each.value for each in Flag]))
    exclusions = serializers.DictField(child=serializers.IntegerField())
    unit = serializers.ChoiceField(choices=[each.value for each in Unit])
    currency = serializers.CharField(allow_null=True)
    definition_version = serializers.IntegerField()
    settings = SettingsSerializer(allow_null=True)


class AskedSerializer(AnswerSerializer):
    """An answer beside what was asked; with explain also how it came about."""

    scope = serializers.CharField()
    scope_name = serializers.CharField()
    from_ = serializers.DateField()
    to = serializers.DateField()
    as_of = serializers.DateField()
    known_at = serializers.DateField(allow_null=True)
    time_zone = serializers.CharField()
    where = serializers.DictField(child=serializers.CharField())
    name = serializers.CharField(required=False)
    definition = serializers.CharField(required=False)
    sentence = serializers.CharField(required=False)
    formula = serializers.CharField(required=False)
    interval_words = serializers.CharField(required=False)
    measured_by = MeasuredBySerializer(many=True, required=False)
    made_of = serializers.ListField(child=serializers.CharField(), required=False)
    records = serializers.SerializerMethodField(required=False)

    @override
    def get_fields(self) -> dict[str, Any]:
        return {name.rstrip("_"): field for name, field in super().get_fields().items()}

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_records(self, _answer: Any) -> Any:
        """Describe the records alone; the body is what the command gives."""
