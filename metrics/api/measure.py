"""Asking for one number."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from abmplanner.kit.actor import Actor
from metrics.api.answer import AskedSerializer, QuestionSerializer
from metrics.phrases import explained, question_words
from metrics.queries.asking import Asked, Question, QuestionError, answered


class MeasureView(APIView):
    """Measure one indicator of an account, a program or all, live and as of any day."""

    @extend_schema(parameters=[QuestionSerializer], responses=AskedSerializer)
    def get(self, request: Request) -> Response:
        """Answer as `manage.py measure` does: the same question, the same answer object."""
        sent = QuestionSerializer(data=said(request.query_params))
        sent.is_valid(raise_exception=True)
        explain = sent.validated_data["explain"]
        actor: Any = request.actor  # type: ignore[attr-defined]  # our middleware sets it
        asked = ask(actor, sent.question(actor), explain=explain)
        return Response(explained(asked) if explain else asked.as_json())


def said(parameters: Any) -> dict[str, Any]:
    """Return the parameters of an address; where may stand several times, the others once."""
    repeated = [name for name in parameters if len(parameters.getlist(name)) > 1]
    lists = {name: parameters.getlist(name) for name in {"where", *repeated} & set(parameters)}
    return {**parameters.dict(), **lists}


def ask(actor: Actor, question: Question, *, explain: bool) -> Asked:
    """Return the answer, or raise what the API says of a question that has none."""
    try:
        return answered(actor, question, explain=explain)
    except QuestionError as error:
        if error.code == "not_found":
            raise Http404 from error
        raise ValidationError({error.field: [question_words(error)]}) from error
