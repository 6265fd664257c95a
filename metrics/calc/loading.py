"""The arithmetic, loaded before it is asked for."""

import gc
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import metrics.calc


@cache
def load_calculations() -> None:
    """Load every calculation, and pandas with them, so that no reader waits for it.

    Web servers do so before they serve: with a preloading server its workers share the memory;
    background work does before it first measures. Commands do without, and start the faster.
    What is loaded stays to the end, so the collector of garbage need not walk it again and again:
    of ten accounts measured, one waited for that.
    """
    for module in iter_modules(metrics.calc.__path__):
        import_module(f"metrics.calc.{module.name}")
    gc.collect()
    gc.freeze()
