"""Help on finance: what a click, an account and a deal cost, what deals are worth and how fast."""

from metrics.catalogue.help.page import Example, Page, Shown, given
from metrics.catalogue.parameters import ParameterGroup
from metrics.catalogue.words import Family, Words

FINANCE = Page(
    key="finance",
    family=Family.FINANCE,
    title=Words("Finance", "Finance"),
    lead=Words(
        "What marketing costs for each click, account and opportunity, and what deals and"
        " contracts are worth, decided and renewed.",
        "Ce que coûte le marketing par clic, compte et opportunité, et ce que valent affaires et"
        " contrats, décidés et renouvelés.",
    ),
    inputs=(
        Words(
            "Opportunities with three dated histories: stage, amount, forecast. Nothing is read"
            " from the state of today.",
            "Les opportunités avec trois historiques datés : étape, montant, prévision. Rien n'est"
            " lu dans l'état d'aujourd'hui.",
        ),
        Words(
            "Lines of spend with day, category, program and campaign; days of ads; exchange rates"
            " with the day from which they hold.",
            "Les lignes de dépense avec jour, catégorie, programme et campagne ; les jours de"
            " publicité ; les taux de change avec le jour où ils commencent.",
        ),
        Words(
            "Contracts with their terms and renewals, and the run-off rate that the plan accepts.",
            "Les contrats avec leurs conditions et renouvellements, et le taux de liquidation que"
            " le plan accepte.",
        ),
        Words(
            "Accounts qualified by marketing, as they are found each night from touches.",
            "Les comptes qualifiés par le marketing, tels qu'on les trouve chaque nuit dans les"
            " interactions.",
        ),
    ),
    steps=(
        Words(
            "Each amount is converted at the rate of the day on which it happened: spend on its"
            " day, a win on its close, what is open on the day asked about.",
            "Chaque montant est converti au taux du jour où il s'est produit : une dépense à son"
            " jour, une affaire gagnée à sa clôture, ce qui est ouvert au jour demandé.",
        ),
        Words(
            "Opportunities are new ones and expansions. Renewals are counted with contracts, and"
            " nowhere else.",
            "Les opportunités sont les nouvelles et les extensions. Les renouvellements se"
            " comptent avec les contrats, et nulle part ailleurs.",
        ),
        Words(
            "An account is qualified with {mqa_minutes} of attention in {mqa_days} by at least"
            " {mqa_people}, or at once where somebody asks for a meeting. An opportunity is"
            " qualified by marketing if its account was, in the {mqo_days} before.",
            "Un compte est qualifié avec {mqa_minutes} d'attention en {mqa_days} par au moins"
            " {mqa_people}, ou aussitôt si quelqu'un demande un rendez-vous. Une opportunité est"
            " qualifiée par le marketing si son compte l'était, dans les {mqo_days} précédents.",
        ),
        Words(
            "A cost is all spend of the basis that is set, over the number of what it brought in"
            " the same period. Few events make a wide interval.",
            "Un coût est toute la dépense de la base choisie, sur le nombre de ce qu'elle a"
            " apporté dans la même période. Peu d'événements font un intervalle large.",
        ),
        Words(
            "The close rate is won over decided; opportunities without a decision are a rate of"
            " their own.",
            "Le taux de fermeture est le gagné sur le décidé ; les affaires sans décision sont un"
            " taux à part.",
        ),
        Words(
            "Acceleration compares the stages that deals left with how many would have been left"
            " at the pace of like deals before, open deals included.",
            "L'accélération compare les étapes quittées au nombre qui l'aurait été au rythme"
            " d'affaires semblables auparavant, affaires ouvertes comprises.",
        ),
        Words(
            "A renewal protects at most what the contract was worth before: more is growth. The"
            " gap is what the plan accepted to lose less what was lost.",
            "Un renouvellement protège au plus ce que valait le contrat : le reste est de la"
            " croissance. L'écart est la perte acceptée par le plan moins la perte constatée.",
        ),
    ),
    guarantees=(
        Words(
            "A missing exchange rate is never taken for 1: the amount is left out, and the sum"
            " says that it is incomplete.",
            "Un taux de change manquant n'est jamais pris pour 1 : le montant est exclu, et la"
            " somme dit qu'elle est incomplète.",
        ),
        Words(
            "Money spent without a click or a qualified account has no cost per click or account:"
            " it says what was spent, and never “0” or “infinite”.",
            "Une dépense sans clic ou sans compte qualifié n'a pas de coût par clic ou par compte"
            " : on dit ce qui a été dépensé, jamais « 0 » ni « infini ».",
        ),
        Words(
            "Without an accepted run-off rate there is no gap: none is assumed.",
            "Sans taux de liquidation accepté, il n'y a pas d'écart : aucun n'est supposé.",
        ),
        Words(
            "What is written down late changes the number of that day, not of the day on which it"
            " was written; “as known on” gives what was said then.",
            "Ce qui est noté tard change le nombre du jour concerné, non de celui où on l'a noté ;"
            " « tel que connu le » redonne ce qui était dit alors.",
        ),
        Words(
            "“Protected” says that revenue stayed. It does not say that marketing kept it.",
            "« Protégé » dit que le revenu est resté. Il ne dit pas que le marketing l'a retenu.",
        ),
    ),
    examples=(
        Example(
            of="close_rate",
            told=Words(
                "Opportunities were decided in the quarter; two more ended without a decision and"
                " stand apart.",
                "Des opportunités ont été décidées au trimestre ; deux autres ont fini sans"
                " décision, à part.",
            ),
            given=(given("won", "gagnées", 4), given("won or lost", "gagnées ou perdues", 10)),
        ),
        Example(
            of="cost_per_mqa",
            told=Words(
                "A month's spend, and the accounts that qualified in it.",
                "La dépense d'un mois, et les comptes qui s'y sont qualifiés.",
            ),
            given=(
                given("spent", "dépensé", 12_000, unit="money"),
                given("lines of spend", "lignes de dépense", 9),
                given("lines without a rate", "lignes sans taux", 0),
                given("accounts qualified", "comptes qualifiés", 4),
            ),
        ),
        Example(
            of="average_contract_size",
            told=Words(
                "Three wins, one of them large: far from the middle one.",
                "Trois affaires gagnées, dont une grande : loin de celle du milieu.",
            ),
            given=(
                given("wins", "affaires gagnées", [1.0, 2.0, 3.0], shown=Shown.NUMBER),
                given("amounts", "montants", [40_000.0, 60_000.0, 500_000.0], unit="money"),
                given("without a rate", "sans taux", 0),
            ),
        ),
        Example(
            of="pipeline_acceleration_vs_history",
            told=Words(
                "Stages that deals left in the quarter, and as many as like deals would have left"
                " before.",
                "Étapes que les affaires ont quittées au trimestre, et autant qu'en auraient"
                " quitté des affaires semblables auparavant.",
            ),
            given=(
                given("stages left", "étapes quittées", 7),
                given("expected", "attendues", 5),
            ),
        ),
        Example(
            of="protected_vs_accepted",
            told=Words(
                "The plan accepts to lose a quarter of what comes up for renewal. Of the contracts"
                " decided, a little less than that was lost.",
                "Le plan accepte de perdre un quart de ce qui arrive à échéance. Sur les contrats"
                " décidés, on a perdu un peu moins.",
            ),
            given=(
                given(
                    "accepted less lost, contract by contract",
                    "accepté moins perdu, contrat par contrat",
                    5_000,
                    unit="money",
                ),
                given("contracts decided", "contrats décidés", 4),
                given("contracts without a rate", "contrats sans taux", 0),
            ),
        ),
    ),
    groups=(ParameterGroup.QUALIFICATION,),
    more=("attribution", "overall"),
    sources=(
        Words(
            "Qualified accounts after Engagio and Demandbase; numbers of rare events: F. Garwood,"
            " Biometrika, 1936.",
            "Comptes qualifiés d'après Engagio et Demandbase ; nombres d'événements rares : F."
            " Garwood, Biometrika, 1936.",
        ),
        Words(
            "Dated exchange rates as in Salesforce; retention of revenue as finance reports it.",
            "Taux de change datés comme dans Salesforce ; rétention du revenu comme la finance la"
            " publie.",
        ),
        Words(
            "Acceleration as observed over expected events, from epidemiology; the reading of the"
            " accepted run-off rate is our own.",
            "L'accélération comme événements observés sur attendus, venue de l'épidémiologie ; la"
            " lecture du taux de liquidation accepté est la nôtre.",
        ),
    ),
)
