"""What the indicators of e-mails and of direct interactions mean, and how they are found."""

from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.words import Words

RATE = 5  # e-mails, before a rate says something


def _rate(key: str, hits: str, cases: str, en: str, fr: str) -> Definition:
    base = "emails_sent" if cases == "emails_sent" else "emails_delivered"
    return Definition(
        key=key,
        meaning=Words(en, fr),
        form=Form.SHARE,
        inputs=(hits, cases, f"{base}_maturing", f"{hits}_by_account", f"{cases}_by_account"),
        opens=cases,
        calculation="metrics.calc.emails.rate",
        least_cases=RATE,
    )


def _number(key: str, measure: str, en: str, fr: str) -> Definition:
    return Definition(
        key=key,
        meaning=Words(en, fr),
        form=Form.COUNT,
        inputs=(measure,),
        opens=measure,
        calculation="metrics.calc.web.events",
    )


EMAIL: tuple[Definition, ...] = (
    _rate(
        "email_delivery_rate",
        "emails_sent_delivered",
        "emails_sent",
        "Of the e-mails sent in the period, the share that did not come back.",
        "Parmi les e-mails envoyés dans la période, la part de ceux qui ne sont pas revenus.",
    ),
    _rate(
        "email_open_rate",
        "emails_read",
        "emails_openable",
        "Of the e-mails delivered in the period, the share that a person opened or clicked in."
        " Those that a machine alone opened, for a filter or to protect privacy, are left out.",
        "Parmi les e-mails délivrés dans la période, la part de ceux qu'une personne a ouverts ou"
        " cliqués. Ceux que seule une machine a ouverts, pour un filtre ou pour protéger la vie"
        " privée, sont écartés.",
    ),
    _rate(
        "email_open_rate_raw",
        "emails_opened",
        "emails_delivered",
        "Of the e-mails delivered in the period, the share opened by anything at all, machines too:"
        " to compare with other tools, and for no score.",
        "Parmi les e-mails délivrés dans la période, la part de ceux ouverts par quoi que ce soit,"
        " machines comprises : pour comparer avec d'autres outils, jamais pour un score.",
    ),
    _rate(
        "email_click_rate",
        "emails_clicked",
        "emails_delivered",
        "Of the e-mails delivered in the period, the share in which a person clicked. Links to"
        " unsubscribe or to choose what one gets do not count.",
        "Parmi les e-mails délivrés dans la période, la part de ceux dans lesquels une personne a"
        " cliqué. Les liens de désinscription ou de préférences ne comptent pas.",
    ),
    _rate(
        "email_click_to_open_rate",
        "emails_clicked",
        "emails_read",
        "Of the e-mails that a person opened, the share in which they clicked.",
        "Parmi les e-mails qu'une personne a ouverts, la part de ceux dans lesquels elle a cliqué.",
    ),
    _rate(
        "email_reply_rate",
        "emails_replied",
        "emails_delivered",
        "Of the e-mails delivered in the period, the share that a person answered. Automatic"
        " answers do not count.",
        "Parmi les e-mails délivrés dans la période, la part de ceux auxquels une personne a"
        " répondu. Les réponses automatiques ne comptent pas.",
    ),
    _rate(
        "email_unsubscribe_rate",
        "emails_unsubscribed",
        "emails_delivered",
        "Of the e-mails delivered in the period, the share upon which the person unsubscribed.",
        "Parmi les e-mails délivrés dans la période, la part de ceux qui ont conduit la personne à"
        " se désinscrire.",
    ),
    _number(
        "direct_interactions",
        "direct_interactions",
        "Answers to e-mails written to one person, meetings held and calls that were taken, in the"
        " period.",
        "Réponses aux e-mails écrits à une seule personne, rendez-vous tenus et appels aboutis,"
        " dans la période.",
    ),
    _number(
        "direct_interaction_contacts",
        "direct_people",
        "Different people who answered an e-mail written to them, met us or spoke with us in the"
        " period.",
        "Personnes différentes ayant répondu à un e-mail personnel, tenu un rendez-vous ou pris un"
        " appel avec nous dans la période.",
    ),
)
