"""What the indicators of consent mean, and how they are found; row 9."""

from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.words import Words

CALC = "metrics.calc.consent"
BY_EMAIL = {"channel": "email"}


def _number(key: str, measure: str, en: str, fr: str) -> Definition:
    return Definition(
        key=key,
        meaning=Words(en, fr),
        form=Form.COUNT,
        inputs=(measure, "holding"),
        opens=measure,
        calculation=f"{CALC}.contacts",
        defaults=BY_EMAIL,
    )


def _share(key: str, measure: str, en: str, fr: str) -> Definition:
    return Definition(
        key=key,
        meaning=Words(en, fr),
        form=Form.SHARE,
        inputs=(measure, "holding"),
        opens=measure,
        calculation=f"{CALC}.share",
        defaults=BY_EMAIL,
    )


CONSENT: tuple[Definition, ...] = (
    _number(
        "gdpr_compliant_contacts",
        "compliant",
        "People of the account whom we may send marketing: by a consent that is proven and has not"
        " expired, or by a documented legitimate interest of which they were informed. A refusal,"
        " a suppressed address, or three years without contact with a prospect end it. By e-mail,"
        " unless another channel is named.",
        "Personnes du compte à qui nous pouvons adresser du marketing : par un consentement prouvé"
        " et non expiré, ou par un intérêt légitime documenté dont elles ont été informées. Un"
        " refus, une adresse bloquée ou trois ans sans contact avec un prospect y mettent fin."
        " Par e-mail, sauf si un autre canal est indiqué.",
    ),
    _share(
        "gdpr_compliant_rate",
        "compliant",
        "Of the people of the account, the share whom we may send marketing. Erased people and"
        " shared mailboxes are in neither number.",
        "Parmi les personnes du compte, la part de celles à qui nous pouvons adresser du marketing."
        " Les personnes effacées et les boîtes partagées n'entrent dans aucun des deux nombres.",
    ),
    _share(
        "gdpr_consented_rate",
        "consented",
        "Of the people of the account, the share whose consent holds, with its proof.",
        "Parmi les personnes du compte, la part de celles dont le consentement vaut, preuve à"
        " l'appui.",
    ),
    _share(
        "gdpr_legitimate_interest_rate",
        "interested",
        "Of the people of the account, the share whom we may write to by a documented legitimate"
        " interest of which they were informed.",
        "Parmi les personnes du compte, la part de celles à qui nous pouvons écrire par un intérêt"
        " légitime documenté dont elles ont été informées.",
    ),
    _number(
        "gdpr_missing_basis_count",
        "without_basis",
        "People of the account whom nothing lets us send marketing now; opened, it says of each"
        " why.",
        "Personnes du compte à qui rien ne nous permet d'adresser du marketing aujourd'hui ; la"
        " liste dit pourquoi pour chacune.",
    ),
    _number(
        "gdpr_expiring_90d",
        "expiring",
        "People whom we may send marketing now, and by nothing that holds in 90 days.",
        "Personnes à qui nous pouvons adresser du marketing aujourd'hui, mais par rien qui vaille"
        " encore dans 90 jours.",
    ),
    Definition(
        key="gdpr_withdrawals",
        meaning=Words(
            "People who withdrew a consent, objected, unsubscribed or complained in the period.",
            "Personnes qui ont retiré un consentement, se sont opposées, désabonnées ou plaintes"
            " dans la période.",
        ),
        form=Form.COUNT,
        inputs=("refusals",),
        opens="refusals",
        calculation="metrics.calc.reach.number",
        defaults=BY_EMAIL,
    ),
)
