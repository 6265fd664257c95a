"""The arithmetic, loaded before it is asked for."""

from importlib import import_module
from pkgutil import iter_modules

import metrics.calc


def load_calculations() -> None:
    """Load every calculation, and pandas with them, so that no reader waits for it.

    Web servers do so before they serve: with a preloading server its workers share the memory.
    Commands do without, and start the faster.
    """
    for module in iter_modules(metrics.calc.__path__):
        import_module(f"metrics.calc.{module.name}")
