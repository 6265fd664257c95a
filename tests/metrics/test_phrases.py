"""Sentences agree with their numbers, in English and in French."""

import pytest
from django.utils import translation

from metrics.calc.status import Status
from metrics.catalogue.catalogue import CATALOGUE
from metrics.phrases import left_out, reason_words, sentence
from metrics.queries.answer import Answer
from metrics.sentences.every import SENTENCES


def said(key: str, language: str = "en", **numbers: float) -> str:
    """Return the sentence of an answer with these numbers."""
    answer = Answer(indicator=CATALOGUE[key], status=Status.OK, **({"value": 1.0} | numbers))  # type: ignore[arg-type]
    with translation.override(language):
        return sentence(answer).split(" n = ")[0]


@pytest.mark.parametrize(
    ("numerator", "squares", "n", "english", "french"),
    [
        (1, 1, 1, "1 customer answered: 1 promoter, 0 passives and 0 detractors.",
         "1 client a répondu : 1 promoteur, 0 passif et 0 détracteur."),
        (0, 2, 3, "3 customers answered: 1 promoter, 1 passive and 1 detractor.",
         "3 clients ont répondu : 1 promoteur, 1 passif et 1 détracteur."),
        (-2, 4, 6, "6 customers answered: 1 promoter, 2 passives and 3 detractors.",
         "6 clients ont répondu : 1 promoteur, 2 passifs et 3 détracteurs."),
        (0, 2000, 2000,
         "2,000 customers answered: 1,000 promoters, 0 passives and 1,000 detractors.",
         "2 000 clients ont répondu : 1 000 promoteurs, 0 passif et 1 000 détracteurs."),
    ],
)  # fmt: skip
def test_each_part_of_a_score_agrees_with_its_own_number(
    numerator: int, squares: int, n: int, english: str, french: str
) -> None:
    numbers = {"numerator": numerator, "squares": squares, "n": n}
    assert said("nps", **numbers) == english
    assert said("nps", "fr", **numbers).replace("\u202f", " ").replace("\xa0", " ") == french


@pytest.mark.parametrize(
    ("numerator", "english", "french"),
    [
        (0, "0 of 4 were won.", "0 opportunité tranchée sur 4 a été gagnée."),
        (1, "1 of 4 was won.", "1 opportunité tranchée sur 4 a été gagnée."),
        (3, "3 of 4 were won.", "3 opportunités tranchées sur 4 ont été gagnées."),
    ],
)
def test_a_rate_agrees_with_what_was_reached(numerator: int, english: str, french: str) -> None:
    numbers = {"numerator": numerator, "denominator": 4, "n": 4}
    assert said("close_rate", **numbers) == f"Of the opportunities decided, {english}"
    assert said("close_rate", "fr", **numbers) == french


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("key", sorted(SENTENCES))
@pytest.mark.parametrize("count", [0, 1, 2])
def test_every_sentence_is_said_for_none_one_and_many(key: str, count: int, language: str) -> None:
    words = said(key, language, numerator=count, denominator=count, n=count, squares=count)
    assert words
    assert "%(" not in words


def test_a_score_held_back_agrees_with_the_answers() -> None:
    answers = [Answer(indicator=CATALOGUE["nps"], status=Status.SUPPRESSED, n=n) for n in (1, 3)]
    assert [sentence(answer).split(":")[0] for answer in answers] == [
        "1 answer only", "3 answers only",
    ]  # fmt: skip


def test_reasons_agree_with_how_many_were_left_out() -> None:
    assert left_out({"renewal": 1, "test": 2, "deleted": 1}) == (
        "Left out: 1 renewal, 2 tests, 1 deleted in the source system."
    )
    assert reason_words("duplicate") == "duplicate"
    assert reason_words("unheard_of") == "unheard_of"
