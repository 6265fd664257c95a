"""Resources that take many rows at once: what is wrong is refused row by row, the rest is written.

Thousands of rows may name thousands of others, so these are looked up together before the first row
is checked.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db.models import NOT_PROVIDED, Model
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response
from typing_extensions import override

from abmplanner.kit.api import CheckedSerializer, Closed, SeenViewSet
from abmplanner.kit.api_errors import FieldProblem, fields_of
from abmplanner.kit.api_fields import Reachable, uuid_of

MOST = 5_000

Row = TypeVar("Row", bound=Model)


class Among(Reachable):
    """Another row within reach, by its public id, found among all those that a batch names."""

    found: Mapping[UUID, Model] = {}

    def look_up(self, values: Iterable[Any]) -> None:
        """Find the rows that these values name, in one query."""
        ids = {known for known in map(uuid_of, values) if known is not None}
        rows = self.get_queryset().filter(public_id__in=ids) if ids else ()
        self.found = {row.public_id: row for row in rows}

    @override
    def to_internal_value(self, data: Any) -> Model:
        named = uuid_of(data)
        row = self.found.get(named) if named else None
        if row is None:
            self.fail("does_not_exist")
        found: Model = row
        return found


class BatchSerializer(CheckedSerializer[Row]):
    """One row among many: checked by its fields alone, without a question to the database."""

    serializer_related_field = Among
    named: Collection[str] = ()

    @override
    def to_internal_value(self, data: Any) -> Any:
        self.named = data if isinstance(data, dict) else ()
        return super().to_internal_value(data)

    @property
    def _writable_fields(self) -> list[serializers.Field[Any, Any, Any, Any]]:
        """What REST framework looks at: of many fields the few that a row names or has to name."""
        return [
            field for name, field in self.writable.items() if field.required or name in self.named
        ]

    @override
    def run_validators(self, value: Any) -> None:
        """Leave the checks to the fields and to `validate`; there are no others."""

    def prepare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Look up what these rows name."""
        for name, each in self.fields.items():
            if isinstance(each, Among) and not each.read_only:
                each.look_up(row.get(name) for row in rows)

    @override
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return attrs


class Anything(serializers.JSONField):
    """A value of the body, which was JSON: writing it as JSON again would prove nothing."""

    @override
    def to_internal_value(self, data: Any) -> Any:
        return data


class Rows(Closed):
    """Many rows at once; each is looked at by itself."""

    rows = serializers.ListField(child=Anything(), max_length=MOST, allow_empty=False)


class Refused(serializers.Serializer[Any]):
    """A row that was not taken: its place in what was sent, from 0, and what is wrong with it."""

    row = serializers.IntegerField()
    fields = FieldProblem(many=True)  # type: ignore[assignment]  # a name on the wire


class Taken(serializers.Serializer[Any]):
    """How many rows were new, how many known already, and which were refused.

    otherwise are the places of those among the known ones that say something else than we hold. We
    keep what we hold, and note what they say.
    """

    new = serializers.IntegerField()
    known = serializers.IntegerField()
    otherwise = serializers.ListField(child=serializers.IntegerField())
    refused = Refused(many=True)


class BatchViewSet(mixins.ListModelMixin, SeenViewSet):
    """Rows that are read page by page, and written up to five thousand at once.

    Sending a batch again writes nothing twice. Where every row is refused the answer is 400.
    """

    row_serializer: ClassVar[type[BatchSerializer[Any]]]

    @override
    def get_serializer_class(self) -> Any:
        return Rows if self.action == "create" else self.row_serializer

    @extend_schema(request=Rows, responses=Taken)
    def create(self, request: Any) -> Response:
        """Write the rows that can be written; tell what became of each."""
        sent = self.get_serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        accepted, refused = self.checked(sent.validated_data["rows"])
        if not accepted:
            raise ValidationError({"rows": {str(place): refused[place] for place in refused}})
        rows = [self.model_row(values) for values in accepted]
        new = self.write(rows)
        places = (place for place in range(len(rows) + len(refused)) if place not in refused)
        return Response(
            {
                "new": new,
                "known": len(accepted) - new,
                "otherwise": [
                    place
                    for place, row in zip(places, rows, strict=True)
                    if getattr(row, "is_otherwise", False)
                ],
                "refused": [
                    {"row": place, "fields": list(fields_of(detail))}
                    for place, detail in refused.items()
                ],
            }
        )

    def checked(self, rows: Sequence[Any]) -> tuple[list[dict[str, Any]], dict[int, Any]]:
        """Return the values of the rows that may be written, and what is wrong with the others."""
        one = self.row_serializer(context=self.get_serializer_context())
        one.prepare([row for row in rows if isinstance(row, dict)])
        accepted: list[dict[str, Any]] = []
        refused: dict[int, Any] = {}
        for place, row in enumerate(rows):
            try:
                accepted.append(one.run_validation(row))
            except ValidationError as wrong:
                refused[place] = wrong.detail
        return accepted, refused

    def model_row(self, values: dict[str, Any]) -> Any:
        """Return the row that these values mean."""
        return self.blank.filled(values)

    @cached_property
    def blank(self) -> "Blank":
        """The row that nothing was said of yet."""
        return Blank(self.model)

    def write(self, rows: Sequence[Any]) -> int:
        """Write rows that may be written; return how many were new."""
        raise NotImplementedError


class Blank:
    """A row with its defaults, to be filled thousands of times.

    A model asks each field for its default again with each row, and takes values one by one when
    they have names.
    """

    def __init__(self, model: type[Model]) -> None:
        fields = model._meta.concrete_fields  # noqa: SLF001 -- Django's own name
        self.model = model
        self.places = {field.name: place for place, field in enumerate(fields)}
        self.defaults = [field.get_default() for field in fields]
        self.anew = [
            (place, field.default)
            for place, field in enumerate(fields)
            if callable(field.default) and field.default is not NOT_PROVIDED
        ]

    def filled(self, values: Mapping[str, Any]) -> Any:
        """Return a new row with these values; of other rows it knows the key alone."""
        given = list(self.defaults)
        for place, default in self.anew:
            given[place] = default()
        for name, value in values.items():
            given[self.places[name]] = value.pk if isinstance(value, Model) else value
        return self.model(*given)


def refuse(message: str = "", **fields: str) -> ValidationError:
    """Return what is raised where a row is wrong as a whole, or in these fields."""
    said = {name: [ErrorDetail(text, code="invalid")] for name, text in fields.items()}
    return ValidationError(said or message or _("This can't be so."))
