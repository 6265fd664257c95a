"""Saving as typed: a field of a form is sent by itself, and the answer is a short one."""

from datetime import date
from typing import Any

from django.forms import BaseForm, CheckboxInput
from django.http import HttpResponse, JsonResponse, QueryDict
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

AS_TYPED = "X-As-Typed"  # the header by which a script says that its user types
IN_PART = "as_typed"  # what a form sends that holds some of the fields only


class SavedAsTyped:
    """What a page of one row needs so that its fields can be saved while they are typed.

    A form sends some of the fields; the others stay as they are. A script that names itself by a
    header gets JSON: the new version, or what is wrong, or (409) what somebody else saved
    meanwhile. Mixed in before ScopedRows, whose form and rules hold all the same.
    """

    request: Any
    object: Any
    done: Any

    @property
    def is_typing(self) -> bool:
        """Tell whether a script sent this while its user types."""
        return AS_TYPED in self.request.headers

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say nothing on the next page of what the script says at once."""
        if self.is_typing:
            self.done = ""
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def get_form_kwargs(self) -> dict[str, Any]:
        """Fill in what the row holds where nothing was sent."""
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        sent = kwargs.get("data")
        if sent is not None and (self.is_typing or IN_PART in sent):
            drawn = self.get_form_class()(**kwargs | {"data": None, "files": None})  # type: ignore[attr-defined]
            data = QueryDict(mutable=True)
            for name in set(drawn.fields) - set(sent):
                value = written(drawn, name)
                if value is not None:
                    data[name] = value
            data.update(sent)
            kwargs["data"] = data
        return kwargs

    def saved(self) -> HttpResponse:
        """Answer with the version that the row has now."""
        if not self.is_typing:
            answer: HttpResponse = super().saved()  # type: ignore[misc]
            return answer
        said = _("Saved at %(time)s") % {"time": time_format(timezone.localtime())}
        return JsonResponse({"version": self.object.version, "said": said})

    def form_invalid(self, form: Any) -> HttpResponse:
        """Answer with what is wrong; what was typed stays in its field."""
        if not self.is_typing:
            answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
            return answer
        said = " ".join(str(each) for errors in form.errors.values() for each in errors)
        return JsonResponse({"said": said}, status=422)

    def conflict(self, form: Any, now: Any) -> HttpResponse:
        """Answer with what is saved now, for the reader to choose; nothing typed is lost."""
        if not self.is_typing:
            answer: HttpResponse = super().conflict(form, now)  # type: ignore[misc]
            return answer
        sent = [name for name in form.fields if name in self.request.POST]
        said = _("%(who)s saved this on %(day)s.") % {
            "who": now.saved_by or _("Somebody"),
            "day": date_format(timezone.localtime(now.saved_at), "SHORT_DATETIME_FORMAT"),
        }
        theirs = {name: plain(getattr(now, name, "")) for name in sent}
        return JsonResponse({"version": now.version, "said": said, "theirs": theirs}, status=409)


def written(form: BaseForm, name: str) -> str | None:
    """Return what a form's field would send as it was drawn, None for a box without a tick."""
    value = form[name].value()
    if isinstance(form.fields[name].widget, CheckboxInput):
        return "on" if value else None
    return plain(getattr(value, "public_id", value))


def plain(value: Any) -> str:
    """Return a value as a field of a form holds it."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
