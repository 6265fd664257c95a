"""What the indicators of our site and our events mean, and how they are found."""

from collections.abc import Iterator

from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.words import Words

CALC = "metrics.calc.web"
RATE = 5  # cases, before a rate says something


def _site() -> Iterator[Definition]:
    counts = (
        (
            "web_unique_visitors",
            "visitors",
            (
                "People and unknown visitors of the account who came to our site in the period,"
                " each counted once."
            ),
            (
                "Personnes et visiteurs inconnus du compte venus sur notre site dans la période,"
                " chacun compté une fois."
            ),
        ),
        (
            "web_sessions",
            "visits",
            "Visits of the account's people to our site that began in the period.",
            "Visites de notre site commencées dans la période par des personnes du compte.",
        ),
        (
            "web_downloads",
            "downloads",
            "Files fetched in the period; the same file for the same person counts once a day.",
            (
                "Fichiers téléchargés dans la période ; un même fichier compte une fois par"
                " personne et par jour."
            ),
        ),
        (
            "web_form_submissions",
            "forms",
            "Forms that people of the account sent in the period.",
            "Formulaires envoyés dans la période par des personnes du compte.",
        ),
        (
            "event_registrations",
            "registrations",
            ("Registrations for our events in the period; one person counts once for each event."),
            (
                "Inscriptions à nos événements dans la période ; une personne compte une fois par"
                " événement."
            ),
        ),
        (
            "event_attendances",
            "attendances",
            (
                "Who came to our events and webinars in the period; one person counts once for"
                " each event."
            ),
            (
                "Participations à nos événements et webinaires dans la période ; une personne"
                " compte une fois par événement."
            ),
        ),
    )
    for key, measure, en, fr in counts:
        yield Definition(
            key=key,
            meaning=Words(en, fr),
            form=Form.COUNT,
            inputs=(measure,),
            opens=measure,
            calculation=f"{CALC}.events",
        )
    yield Definition(
        key="web_avg_session_duration",
        meaning=Words(
            "How long a visit of the period lasted on average, where its duration is known.",
            "Durée moyenne d'une visite de la période, lorsqu'elle est connue.",
        ),
        form=Form.MEAN,
        inputs=("visit_accounts", "visit_durations"),
        opens="visits",
        calculation=f"{CALC}.average_duration",
        least_cases=RATE,
    )
    yield Definition(
        key="web_avg_engaged_time",
        meaning=Words(
            "For how long, on average, a visitor of the period kept our site before their eyes.",
            "Temps moyen pendant lequel un visiteur de la période a gardé notre site sous les"
            " yeux.",
        ),
        form=Form.MEAN,
        inputs=("attention", "visitors_attended"),
        opens="visits",
        calculation=f"{CALC}.average_attention",
        least_cases=RATE,
    )
    yield Definition(
        key="web_engaged_session_rate",
        meaning=Words(
            "Of the visits of the period, the share that lasted ten seconds, saw two pages or had a"
            " key event.",
            "Parmi les visites de la période, la part de celles d'au moins dix secondes, de deux"
            " pages ou avec un événement clé.",
        ),
        form=Form.SHARE,
        inputs=("visits_engaged", "visits"),
        opens="visits",
        calculation=f"{CALC}.engaged_share",
        least_cases=RATE,
    )
    yield Definition(
        key="web_form_conversion_rate",
        meaning=Words(
            "Of the visits in which a form was seen in the period, the share in which one was"
            " sent.",
            "Parmi les visites de la période où un formulaire a été vu, la part de celles où un"
            " formulaire a été envoyé.",
        ),
        form=Form.SHARE,
        inputs=("forms_seen_sent", "forms_seen"),
        opens="forms_seen",
        calculation=f"{CALC}.form_conversion",
        least_cases=RATE,
    )
    yield Definition(
        key="event_attendance_rate",
        meaning=Words(
            "Of the registrations for events held in the period, the share of people who came. An"
            " event was held when the first person came, or when its campaign ended.",
            "Parmi les inscriptions aux événements tenus dans la période, la part des personnes"
            " venues. Un événement est tenu à l'arrivée de la première personne, sinon à la fin de"
            " sa campagne.",
        ),
        form=Form.SHARE,
        inputs=("places_attended", "places_held"),
        opens="places_held",
        calculation=f"{CALC}.attendance",
        least_cases=RATE,
    )


SITE: tuple[Definition, ...] = tuple(_site())
