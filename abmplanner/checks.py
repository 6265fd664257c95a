"""What must hold before the site starts: each address has its policy, each row its guard.

Run by `manage.py check` and by every command, so the site does not start with a hole.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db.models import Model

from abmplanner import classification
from abmplanner.kit.saving import AuditRow
from abmplanner.kit.scope import ScopedModel, ScopedQuerySet
from abmplanner.policy import OPERATIONS, ROUTES, Route
from abmplanner.routes import addresses

OUR_APPS = ("accounts", "metrics")

UNGUARDED = {
    "accounts.ProgramAssignment": "the reach of everybody is worked out from it, for every request",
}


@register(Tags.security)
def routes_have_a_policy(**_: Any) -> list[CheckMessage]:
    """Report each address without a policy, each entry without an address, each unknown word."""
    return [
        *unlisted({address.name for address in addresses()}),
        *(problem for name, route in ROUTES.items() for problem in unknown_words(name, route)),
    ]


def unlisted(names: set[str]) -> Iterator[CheckMessage]:
    """Yield what the router has and the policy lacks, and the other way round."""
    for name in sorted(names - ROUTES.keys()):
        yield Error(
            f"The policy does not know the route {name!r}.",
            hint="Say in abmplanner/policy.py who may do what there.",
            id="abmplanner.E001",
        )
    for name in sorted(ROUTES.keys() - names):
        yield Error(
            f"The policy names the route {name!r}, which does not exist.", id="abmplanner.E002"
        )


def unknown_words(name: str, route: Route) -> Iterator[CheckMessage]:
    """Yield the operations and models of an entry that don't exist."""
    for operation in sorted({route.view, route.change, *route.methods.values()} - {""}):
        if operation not in OPERATIONS:
            yield Error(f"{name}: no operation is called {operation!r}.", id="abmplanner.E003")
    if route.on and not is_guarded(route.on):
        yield Error(
            f"{name}: {route.on!r} is no model that the scope guard watches.", id="abmplanner.E004"
        )


def is_guarded(label: str) -> bool:
    """Tell whether a label names a model whose rows can't be read on nobody's behalf."""
    try:
        return guards(apps.get_model(label))
    except (LookupError, ValueError):
        return False


def guards(model: type[Model]) -> bool:
    """Tell whether both managers of a model refuse to run until somebody said for whom."""
    managers = (model._default_manager, model._base_manager)  # noqa: SLF001 -- Django's own names
    return all(isinstance(manager.all(), ScopedQuerySet) for manager in managers)


@register(Tags.models)
def rows_have_a_guard(**_: Any) -> list[CheckMessage]:
    """Report each model that hangs on a guarded one and has no guard itself."""
    return [
        Error(
            f"{model._meta.label} hangs on rows that not everybody may see, and has no guard.",  # noqa: SLF001
            hint="Make it a ScopedModel whose objects are a ScopedQuerySet.",
            obj=model,
            id="abmplanner.E005",
        )
        for model in our_models()
        if must_be_guarded(model) and not guards(model)
    ]


def our_models() -> list[type[Model]]:
    """Return the models of both apps, with the tables of the audit."""
    return [model for app in OUR_APPS for model in apps.get_app_config(app).get_models()]


def must_be_guarded(model: type[Model]) -> bool:
    """Tell whether a model is scoped, or one of its rows names a row of a scoped model."""
    if model._meta.label in UNGUARDED:  # noqa: SLF001 -- Django's own name
        return False
    linked = (field.related_model for field in model._meta.concrete_fields)  # noqa: SLF001
    parents = (other for other in linked if isinstance(other, type))
    return issubclass(model, ScopedModel | AuditRow) or any(
        issubclass(parent, ScopedModel) for parent in parents
    )


@register(Tags.models)
def fields_are_classified(**_: Any) -> list[CheckMessage]:
    """Report each field that nobody classified for data protection, and each stale entry."""
    return [Error(problem, id="abmplanner.E006") for problem in classification.problems()]
