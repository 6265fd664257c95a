"""What the indicators of renewals and of customers who stay mean."""

from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.words import Words

CASES = 5  # contracts or customers, before a rate says something
CALC = "metrics.calc.contracts"


def _due(key: str, which: str, meaning: Words, calculation: str, *more: str) -> Definition:
    """Return the worth of some of the contracts that come due."""
    return Definition(
        key=key,
        meaning=meaning,
        form=Form.TOTAL,
        inputs=(which, f"{which}_n", f"{which}_unusable", "due_contracts", *more),
        opens=which,
        calculation=f"{CALC}.{calculation}",
    )


def _gap(key: str, which: str, counted: str, meaning: Words) -> Definition:
    return Definition(
        key=key,
        meaning=meaning,
        form=Form.TOTAL,
        inputs=(which, f"{counted}_n", f"{counted}_unusable"),
        opens=which,
        calculation=f"{CALC}.gap",
    )


def _rate(key: str, inputs: tuple[str, ...], meaning: Words, *, least: int = CASES) -> Definition:
    return Definition(
        key=key,
        meaning=meaning,
        form=Form.SHARE,
        inputs=inputs,
        opens=inputs[0],
        calculation=f"{CALC}.rate_of",
        least_cases=least,
    )


def _customers(key: str, which: str, meaning: Words) -> Definition:
    return Definition(
        key=key,
        meaning=meaning,
        form=Form.SHARE,
        inputs=(which, "customers"),
        opens="customers",
        calculation=f"{CALC}.customer_rate",
        least_cases=CASES,
    )


CONTRACTS: tuple[Definition, ...] = (
    _due(
        "protected_renewal_revenue",
        "renewed_value",
        Words(
            "Annual value kept of the contracts that come due in the period and were renewed: at"
            " most what each was worth before. A renewal belongs to the day its contract was due,"
            " however early or late it was signed. Kept, not necessarily by what we did.",
            "Valeur annuelle conservée des contrats arrivant à échéance dans la période et"
            " renouvelés : au plus ce que chacun valait avant. Un renouvellement appartient au jour"
            " d'échéance de son contrat, qu'il soit signé tôt ou tard. Conservée, pas forcément"
            " grâce à nous.",
        ),
        "due_value",
    ),
    _gap(
        "protected_vs_accepted",
        "decided_gap",
        "decided_gap",
        Words(
            "Of the contracts decided, by how much less annual value was lost than the plan accepts"
            " to lose (accepted run-off rate). Below zero, more was lost.",
            "Parmi les contrats tranchés, la valeur annuelle perdue en moins par rapport à ce que"
            " le plan accepte de perdre (taux de liquidation accepté). Sous zéro, la perte est plus"
            " grande.",
        ),
    ),
    _gap(
        "protected_vs_accepted_worst",
        "worst_gap",
        "worst_gap",
        Words(
            "The gap to the accepted run-off rate over all contracts that come due, if every open"
            " one is lost.",
            "L'écart au taux de liquidation accepté sur tous les contrats arrivant à échéance, si"
            " tous ceux encore ouverts sont perdus.",
        ),
    ),
    _gap(
        "protected_vs_accepted_best",
        "best_gap",
        "worst_gap",
        Words(
            "The gap to the accepted run-off rate over all contracts that come due, if every open"
            " one is renewed: how much may still be lost.",
            "L'écart au taux de liquidation accepté sur tous les contrats arrivant à échéance, si"
            " tous ceux encore ouverts sont renouvelés : ce qui peut encore être perdu.",
        ),
    ),
    _due(
        "renewal_open_value",
        "undecided_value",
        Words(
            "Annual value of the contracts that come due in the period and are neither renewed nor"
            " lost. One past due is lost after {renewal_grace_days} days.",
            "Valeur annuelle des contrats arrivant à échéance dans la période, ni renouvelés ni"
            " perdus. Un contrat échu est perdu après {renewal_grace_days} jours.",
        ),
        "due_value",
    ),
    _due(
        "protected_renewal_revenue_abm",
        "attended_value",
        Words(
            "The part of the protected renewal revenue whose account was in a program for the"
            " {renewal_abm_days} days before the contract was due, and of which a member of a"
            " buying group gave us their attention then. ABM was there; that does not say it is"
            " why.",
            "La part du chiffre d'affaires protégé dont le compte était dans un programme pendant"
            " les {renewal_abm_days} jours avant l'échéance, et dont un membre d'un groupe"
            " acheteur nous a accordé son attention. L'ABM était là ; cela ne dit pas que c'est"
            " grâce à elle.",
        ),
        "attended_value",
        "recent_touches",
    ),
    _rate(
        "runoff_rate_actual",
        ("run_off", "run_off_base", "run_off_n", "run_off_unusable"),
        Words(
            "Of the annual value of the contracts decided, the share that was lost, by contracts"
            " that ended or were renewed for less.",
            "Part perdue de la valeur annuelle des contrats tranchés, terminés ou renouvelés pour"
            " moins.",
        ),
    ),
    _rate(
        "runoff_rate_accepted",
        ("accepted_loss", "rated_base", "worst_gap_n", "worst_gap_unusable"),
        Words(
            "The share of the annual value coming due that the plan accepts to lose: that of the"
            " account, else of its program, else of all. Of several accounts, by the value of"
            " each.",
            "La part de la valeur arrivant à échéance que le plan accepte de perdre : celle du"
            " compte, sinon de son programme, sinon de tous. De plusieurs comptes, selon la valeur"
            " de chacun.",
        ),
        least=1,
    ),
    _customers(
        "attrition_rate",
        "customers_lost",
        Words(
            "Of the accounts that were customers when the period began, the share that no longer"
            " are. One whose contract is past due by {renewal_grace_days} days at most still is."
            " Customers won since don't count.",
            "Parmi les comptes clients au début de la période, la part de ceux qui ne le sont"
            " plus. Un client dont le contrat est échu depuis {renewal_grace_days} jours au plus"
            " l'est encore. Les clients gagnés depuis ne comptent pas.",
        ),
    ),
    _customers(
        "retention_rate",
        "customers_kept",
        Words(
            "Of the accounts that were customers when the period began, the share that still are.",
            "Parmi les comptes clients au début de la période, la part de ceux qui le sont encore.",
        ),
    ),
    _rate(
        "gross_revenue_retention",
        ("revenue_kept", "revenue_before", "revenue_before_n", "revenue_before_unusable"),
        Words(
            "Of the annual revenue of the customers when the period began, the share that is left,"
            " without what they bought in addition; at the exchange rates of the period's end.",
            "Part restante du revenu annuel des clients du début de la période, sans ce qu'ils ont"
            " acheté en plus, aux taux de change de la fin de la période.",
        ),
    ),
    _rate(
        "net_revenue_retention",
        ("revenue_net", "revenue_before", "revenue_before_n", "revenue_before_unusable"),
        Words(
            "Annual revenue of the customers of the period's beginning at its end, with what they"
            " bought in addition, compared with then. Contractual rises of prices don't count.",
            "Revenu annuel, à la fin de la période, des clients de son début, achats"
            " supplémentaires compris, comparé au début. Les hausses de prix prévues au contrat ne"
            " comptent pas.",
        ),
    ),
    _rate(
        "revenue_attrition_rate",
        ("revenue_gone", "revenue_before", "revenue_before_n", "revenue_before_unusable"),
        Words(
            "Of the annual revenue of the customers when the period began, the share that is gone,"
            " with customers lost or contracts made smaller.",
            "Part perdue du revenu annuel des clients du début de la période, par départ ou par"
            " contrats réduits.",
        ),
    ),
    Definition(
        key="nps_revenue_coverage",
        meaning=Words(
            "Of the annual revenue of our customers at the end of the period, the share of those of"
            " whom somebody answered in it.",
            "Part du revenu annuel des clients, à la fin de la période, dont quelqu'un a répondu"
            " pendant celle-ci.",
        ),
        form=Form.SHARE,
        inputs=(
            "revenue_heard", "revenue_now", "customers_now", "revenue_now_unusable", "respondents",
        ),
        opens="revenue_now",
        calculation=f"{CALC}.heard_rate",
        least_cases=CASES,
    ),
)  # fmt: skip
