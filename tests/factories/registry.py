"""Which factory makes the rows of a model: found, not listed."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import factory
from django.db.models import Model

from tests import factories


@cache
def factories_by_model() -> dict[type[Model], Any]:
    """Return every factory by the model whose rows it makes."""
    modules = [
        import_module(f"{factories.__name__}.{module.name}")
        for module in iter_modules(factories.__path__)
    ]
    classes = [value for module in modules for value in vars(module).values()]
    return {
        made._meta.get_model_class(): made
        for made in classes
        if isinstance(made, type)
        and issubclass(made, factory.django.DjangoModelFactory)
        and made._meta.model is not None
    }


def factory_of(model: type[Model]) -> Any:
    """Return the factory of a model, or say that it is missing."""
    if model not in factories_by_model():
        raise LookupError(f"Add a factory for {model._meta.label} to tests/factories.")
    return factories_by_model()[model]
