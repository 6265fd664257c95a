"""What sales and accounts say of our marketing: what these numbers mean."""

from collections.abc import Iterator

from metrics.calc import scales
from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.words import Words

CALC = "metrics.calc.feedback"
FEW = scales.FEW_OPINIONS
OPINIONS = ("few_opinions",)

WHO = {
    "sales": Words("our sales", "nos ventes"),
    "account": Words("people of the account", "des personnes du compte"),
}
WHAT = {
    "activities": Words("the ABM activities", "les activités ABM"),
    "marketer": Words(
        "the ABM marketer's work; below {few_opinions} answers it is not shown",
        "le travail du collaborateur ABM ; en dessous de {few_opinions} réponses, rien n'est"
        " affiché",
    ),
}
LATEST = Words(
    "Of each person the latest answer to each question counts, for each account.",
    "De chaque personne compte la dernière réponse à chaque question, pour chaque compte.",
)


def _ratings() -> Iterator[Definition]:
    for voice, who in WHO.items():
        for about, what in WHAT.items():
            measure = f"feedback_{voice}_{about}"
            of_colleague = "_of_colleague" if about == "marketer" else ""
            yield Definition(
                key=f"feedback_{voice}_on_{about}",
                meaning=Words(
                    f"How {who.en} rate, on average from 0 to 100, {what.en}. {LATEST.en}",
                    f"Note moyenne, de 0 à 100, que donnent {who.fr} pour {what.fr}. {LATEST.fr}",
                ),
                form=Form.MEAN,
                inputs=(f"{measure}_accounts", f"{measure}_points"),
                opens=measure,
                calculation=f"{CALC}.rating{of_colleague}",
                least_cases=FEW,
                takes=OPINIONS if about == "marketer" else (),
            )
            yield Definition(
                key=f"feedback_{voice}_on_{about}_top2_share",
                meaning=Words(
                    f"Of the answers of {who.en}, the share that gives one of the two best ratings"
                    f" to {what.en}. {LATEST.en}",
                    f"Parmi les réponses données par {who.fr}, la part de celles qui donnent l'une"
                    f" des deux meilleures notes pour {what.fr}. {LATEST.fr}",
                ),
                form=Form.SHARE,
                inputs=(f"{measure}_top", measure),
                opens=measure,
                calculation=f"{CALC}.top_share{of_colleague}",
                least_cases=FEW,
                takes=OPINIONS if about == "marketer" else (),
            )


FEEDBACK: tuple[Definition, ...] = (
    Definition(
        key="abm_feedback_score",
        meaning=Words(
            "What our sales and the people of accounts think of our marketing, from 0 to 100: the"
            " mean of the two voices, each of all its answers, on activities and on the marketer."
            " Where one says nothing, it is the other alone. Below {few_opinions} answers nothing"
            " is shown, nor while fewer than {few_opinions} of them, but some, are about a"
            " colleague.",
            "Ce que pensent de notre marketing nos ventes et les personnes des comptes, de 0 à"
            " 100 : moyenne des deux voix, chacune sur toutes ses réponses, à propos des activités"
            " et du collaborateur. Si l'une ne dit rien, c'est l'autre seule. En dessous de"
            " {few_opinions} réponses rien n'est affiché, ni tant que quelques-unes, mais moins de"
            " {few_opinions}, portent sur un collègue.",
        ),
        form=Form.LEVEL,
        inputs=(
            "feedback_sales_accounts",
            "feedback_sales_points",
            "feedback_account_accounts",
            "feedback_account_points",
            "feedback_of_marketers",
        ),
        opens="feedback_rated",
        calculation=f"{CALC}.score",
        least_cases=FEW,
        takes=OPINIONS,
    ),
    *_ratings(),
    Definition(
        key="feedback_count",
        meaning=Words(
            "How often sales or an account said in the period what they think of our marketing,"
            " with or without a rating.",
            "Nombre de fois où les ventes ou un compte ont dit, dans la période, ce qu'ils pensent"
            " de notre marketing, avec ou sans note.",
        ),
        form=Form.COUNT,
        inputs=("feedback_given",),
        opens="feedback_given",
        calculation=f"{CALC}.number",
    ),
    Definition(
        key="feedback_open_actions",
        meaning=Words(
            "Feedback of sales that somebody said they are on, and have not settled on the date"
            " asked about.",
            "Retours des ventes dont quelqu'un a dit s'occuper et qui ne sont pas réglés à la date"
            " demandée.",
        ),
        form=Form.COUNT,
        inputs=("feedback_pending",),
        opens="feedback_pending",
        calculation=f"{CALC}.number",
    ),
)
