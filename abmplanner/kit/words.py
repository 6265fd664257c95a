"""Names that users make up, in French and in English, and texts kept beside others."""

import unicodedata
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.addresses import keyed_hash


class Bilingual(models.Model):
    """A row with a French and an English name; where one is missing the other is shown."""

    name_fr = models.CharField(_("French name"), max_length=200, blank=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @override
    def __str__(self) -> str:
        return self.name

    @override
    def clean(self) -> None:
        super().clean()
        if not (self.name_fr or self.name_en):
            raise ValidationError(_("Give a name in French or in English."))

    @property
    def name(self) -> str:
        """The name in the reader's language, else in the other one."""
        return either(self.name_fr, self.name_en)


def either(french: str, english: str) -> str:
    """Return the one of two names that is in the reader's language, else the other."""
    reads_french = (get_language() or "").startswith("fr")
    return (french or english) if reads_french else (english or french)


def fold(text: str) -> str:
    """Return text as it is searched and compared: no case, no accents, single blanks.

    >>> fold("  Société   Générale ")
    'societe generale'
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


class DerivedField(models.CharField):  # type: ignore[type-arg]
    """A text that follows from another field, kept beside it; nobody writes it."""

    def __init__(self, *args: Any, of: str = "name", **kwargs: Any) -> None:
        self.of = of
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    @override
    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    @override
    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        derived = self.derive(getattr(model_instance, self.of))[: self.max_length]
        setattr(model_instance, self.attname, derived)
        return derived

    def derive(self, text: str) -> str:
        """Return what follows from the text of the other field."""
        raise NotImplementedError


class FoldedField(DerivedField):
    """The folded text of another field, kept beside it to search and to sort by."""

    @override
    def derive(self, text: str) -> str:
        return fold(text)


class KeyedField(DerivedField):
    """The keyed hash of another field's address, by which it is compared with suppressed ones."""

    @override
    def derive(self, text: str) -> str:
        return keyed_hash(text, settings.ADDRESS_KEY)
