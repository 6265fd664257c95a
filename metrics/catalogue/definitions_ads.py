"""What the indicators of our ads mean, and how they are found."""

from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.words import Words

ADS: tuple[Definition, ...] = (
    Definition(
        key="ad_ctr",
        meaning=Words(
            "Valid clicks on our ads, as a share of their impressions, all formats together."
            " Sponsored messages are left out: their click is an opening.",
            "Clics valides sur nos publicités, en part de leurs impressions, tous formats"
            " confondus. Les messages sponsorisés sont écartés : leur clic est une ouverture.",
        ),
        form=Form.SHARE,
        inputs=("ad_clicks", "ad_impressions"),
        opens="ad_impressions",
        calculation="metrics.calc.ads.click_rate",
        least_cases=5,
    ),
    Definition(
        key="ad_impressions",
        meaning=Words(
            "How often our ads were shown in the period.",
            "Nombre d'affichages de nos publicités dans la période.",
        ),
        form=Form.COUNT,
        inputs=("ad_impressions",),
        opens="ad_impressions",
        calculation="metrics.calc.reach.number",
    ),
    Definition(
        key="ad_clicks",
        meaning=Words(
            "Clicks on our ads in the period, less those that the platform took back as invalid.",
            "Clics sur nos publicités dans la période, moins ceux que la plateforme a déclarés"
            " invalides.",
        ),
        form=Form.COUNT,
        inputs=("ad_clicks",),
        opens="ad_clicks",
        calculation="metrics.calc.reach.number",
    ),
    Definition(
        key="ad_reached_accounts",
        meaning=Words(
            "Accounts to which one of our ads was shown in the period, each counted once.",
            "Comptes auxquels une de nos publicités a été affichée dans la période, chacun compté"
            " une fois.",
        ),
        form=Form.COUNT,
        inputs=("ad_accounts",),
        opens="ad_accounts",
        calculation="metrics.calc.reach.number",
    ),
    Definition(
        key="ad_view_through_visits",
        meaning=Words(
            "Visits of our site within {ad_visit_days} days of an ad that was shown to the"
            " account and that nobody there clicked.",
            "Visites de notre site dans les {ad_visit_days} jours suivant une publicité affichée"
            " au compte et sur laquelle personne n'y a cliqué.",
        ),
        form=Form.COUNT,
        inputs=("ad_visits", "ad_impressions"),
        opens="ad_visits",
        calculation="metrics.calc.ads.view_through",
    ),
    Definition(
        key="cost_per_click",
        meaning=Words(
            "Media spend for each valid click in the period. Each line of spend goes to the"
            " accounts to which its ads were shown that day: by clicks where the platform bills"
            " these, else by impressions. Agencies, content and sponsored messages are left out.",
            "Dépenses média par clic valide dans la période. Chaque ligne de dépense va aux comptes"
            " auxquels ses publicités ont été affichées ce jour-là : selon les clics si la"
            " plateforme les facture, sinon selon les affichages. Agences, contenus et messages"
            " sponsorisés sont écartés.",
        ),
        form=Form.MEAN,
        inputs=("media_spend", "media_spend_n", "media_spend_unusable", "ad_clicks"),
        opens="media_spend",
        calculation="metrics.calc.ads.cost_per_click",
        least_cases=5,
    ),
    Definition(
        key="cpc_unallocated_spend",
        meaning=Words(
            "Media spend of the period that falls to no account: shown to nobody we know, or told"
            " of no ad on its day.",
            "Dépenses média de la période qui ne reviennent à aucun compte : publicités affichées à"
            " des inconnus, ou aucune diffusion connue ce jour-là.",
        ),
        form=Form.TOTAL,
        inputs=("media_unallocated", "media_unallocated_n", "media_unallocated_unusable"),
        opens="media_unallocated",
        calculation="metrics.calc.ads.spend_of_nobody",
    ),
)
