"""What pages that create, edit and delete one row share."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError
from django.db.models import CASCADE, Model, ProtectedError
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import DeletionMixin
from django_htmx.http import HttpResponseLocation

from abmplanner.kit.actor import Actor
from abmplanner.kit.http import (
    reachable_or_404,
    version_missing,
    version_sent,
)
from abmplanner.kit.removing import discard_row
from abmplanner.kit.saving import Stale, save_row


class ScopedRows:
    """Django's CreateView, UpdateView and DeleteView, over rows within the actor's reach.

    A row out of reach answers 404, one that the policy refuses 403, a save without the version
    that the person saw 428, a stale one 409 with both versions above what they typed. Input that
    breaks a rule answers 422. htmx takes the element row-form out of the page.

    A new row takes the public id that its form was drawn with, so a form sent twice makes one row.
    """

    http_method_names: Any = ["get", "head", "post"]
    model: type[Any]
    under: type[Any] | None = None  # whose row the address of a new one names
    under_field = "account"
    template_name: Any = "row_form.html"
    title: Any = ""
    submit: Any = gettext_lazy("Save")
    done: Any = gettext_lazy("Saved.")
    delete_view = ""  # the route that deletes the row, where a form leads there
    undo_view = ""  # the route that brings a removed row back

    request: Any
    kwargs: Any
    object: Any
    over: Any = None  # the row found under that address

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find the row that a new one is made under, then answer."""
        if self.under is not None:
            self.over = reachable_or_404(request, self.under.objects, kwargs["public_id"])
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def get_object(self, queryset: Any = None) -> Any:  # noqa: ARG002 -- Django's signature
        """Return the row of the address."""
        return reachable_or_404(self.request, self.model.objects, self.kwargs["public_id"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form its actor, and a new row what is known of it already."""
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        if not isinstance(self, DeletionMixin):
            kwargs["actor"] = self.request.actor
            kwargs["instance"] = self.object or self.new_row()
        return kwargs

    def new_row(self) -> Any:
        """Return the row that the form will fill."""
        given = {self.under_field: self.over} if self.over else {}
        return self.model(public_id=self.once, **given)

    # What was sent

    @property
    def actor(self) -> Actor:
        """Who acts."""
        actor: Actor = self.request.actor
        return actor

    @property
    def once(self) -> UUID:
        """The public id that a new row takes: the one its form was drawn with, else a fresh one."""
        if "_once" not in self.__dict__:
            try:
                sent = self.signer().unsign(self.request.POST.get("once", ""))
                self._once = UUID(sent)
            except (BadSignature, ValueError):
                self._once = uuid4()
        return self._once

    def signer(self) -> Signer:
        """Return what signs the ids of new rows: valid for this person and this address alone."""
        return Signer(salt=f"once:{self.actor.label}:{self.request.path}")

    @property
    def version(self) -> int | None:
        """The version that the person saw, None where none or nonsense was sent."""
        return version_sent(self.request)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was sent, unless it was sent before or comes without its version."""
        if "public_id" in self.kwargs and self.under is None and self.version is None:
            self.get_object()  # out of reach or refused says so first
            return version_missing(request)
        if self.made_before():
            return self.saved()
        answer: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def made_before(self) -> bool:
        """Tell whether the form was saved already; the row it made is then at hand."""
        if "once" not in self.request.POST:
            return False
        rows = self.model._default_manager.all()  # noqa: SLF001 -- Django's own name
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(self.actor)
        made = rows.filter(public_id=self.once).first()
        self.object = made or getattr(self, "object", None)
        return made is not None

    # Saving

    def save(self, form: Any) -> Any:
        """Save or delete the row; override where saving it is an action over several rows."""
        if isinstance(self, DeletionMixin):
            discard_row(self.actor, self.object, version=self.version)
            return self.object
        return save_row(self.actor, form, version=self.version)

    def form_valid(self, form: Any) -> HttpResponse:
        """Save the row; say what stands in the way."""
        try:
            self.object = self.save(form)
        except Stale as stale:
            return self.conflict(form, stale.row)
        except ObjectDoesNotExist as gone:
            raise Http404 from gone
        except (IntegrityError, ProtectedError):
            if self.made_before():
                return self.saved()
            form.add_error(None, _("This contradicts what is stored already."))
            return self.form_invalid(form)
        if self.done:
            undo = reverse(self.undo_view, kwargs=self.kwargs) if self.undo_view else ""
            messages.success(self.request, str(self.done), extra_tags=undo)
        return self.saved()

    def saved(self) -> HttpResponse:
        """Lead to where the row is seen."""
        target = str(self.get_success_url())
        if self.request.htmx:
            return HttpResponseLocation(target, target="#main", select="#main", swap="outerHTML")
        return redirect(target)

    def get_success_url(self) -> str:
        """Return where the row is seen."""
        return str(self.object.get_absolute_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again, with what was typed and what is wrong."""
        context = self.get_context_data(form=form)
        answer: HttpResponse = self.render_to_response(context, status=422)
        return answer

    def conflict(self, form: Any, now: Any) -> HttpResponse:
        """Show the row as it is now beside what was typed; saving again is by the new version."""
        context = self.get_context_data(
            form=form,
            version=now.version,
            conflict={
                "differences": differences(form, now),
                "saved_by": str(now.saved_by or ""),
                "saved_at": now.saved_at,
            },
        )
        answer: HttpResponse = self.render_to_response(context, status=409)
        return answer

    # The page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows around the form."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        row = context.get("object") or getattr(self, "object", None)
        if row is not None and row.pk:
            seen = self.version if self.request.method == "POST" else row.version
            context.setdefault("version", seen)
        else:
            context["once"] = self.signer().sign(str(self.once))
        if isinstance(self, DeletionMixin):
            context["goes_too"] = goes_too(row, self.actor)
        return {
            "title": self.title,
            "submit": self.submit,
            "cancel_url": self.cancel_url(),
            "trail": self.trail(),
            "delete_url": reverse(self.delete_view, kwargs=self.kwargs) if self.delete_view else "",
            **context,
        }

    def cancel_url(self) -> str:
        """Return where the person goes who changes nothing."""
        return str(self.get_success_url() if getattr(self, "object", None) else self.over_url())

    def over_url(self) -> str:
        """Return the page of the row that a new one is made under."""
        return str(self.over.get_absolute_url()) if self.over else "/"

    def trail(self) -> list[tuple[str, str]]:
        """Return the pages above this one."""
        return []

    def render_to_response(self, context: Any, **kwargs: Any) -> Any:
        """Answer with the page; where htmx asked, it takes row-form out of it."""
        return TemplateResponse(self.request, self.template_name, context, **kwargs)


def differences(form: BaseForm, now: Any) -> list[dict[str, Any]]:
    """Return what is saved now and what was typed, for each field of the form that differs."""
    typed = getattr(form, "instance", None)
    if typed is None:
        return []
    pairs = [(form[name].label, said(now, name), said(typed, name)) for name in form.fields]
    return [
        {"label": label, "saved": saved, "typed": wanted}
        for label, saved, wanted in pairs
        if saved != wanted
    ]


def said(row: Model, name: str) -> str:
    """Return the value of a row's field in words."""
    value = getattr(row, name, None)
    shown = getattr(row, f"get_{name}_display", None)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, Decimal):
        value = Decimal(f"{value.normalize():f}")  # without the zeros that only fill its column
    return str(shown() if shown else localize(value))


def goes_too(row: Any, actor: Actor) -> list[tuple[int, Any]]:
    """Return how many rows of which kind are deleted with a row: what hangs on it by cascade."""
    found = []
    for link in row._meta.related_objects:  # noqa: SLF001 -- Django's own name
        if link.on_delete is CASCADE and hasattr(link.related_model.objects, "visible_to"):
            rows = link.related_model.objects.visible_to(actor)
            if count := rows.filter(**{link.field.name: row}).count():
                found.append((count, link.related_model._meta.verbose_name_plural))  # noqa: SLF001
    return found
