"""Help on the engagement of accounts: e-mails, ads, site, social networks, and health."""

from metrics.catalogue.help.page import Example, Page, given, silent
from metrics.catalogue.parameters import ParameterGroup
from metrics.catalogue.words import Family, Words

ENGAGEMENT = Page(
    key="engagement",
    family=Family.ENGAGEMENT,
    title=Words("Engagement of accounts", "Engagement des comptes"),
    lead=Words(
        "What people at an account do with what we send and show, and how the account is doing as"
        " a whole.",
        "Ce que les personnes d'un compte font de ce que nous envoyons et montrons, et comment va"
        " le compte dans l'ensemble.",
    ),
    inputs=(
        Words(
            "Touches with the person, the message and whether a machine made them; visits with"
            " their length; ads by day with impressions and clicks.",
            "Les interactions avec la personne, le message et si une machine les a faites ; les"
            " visites avec leur durée ; les publicités par jour, affichages et clics.",
        ),
        Words(
            "Campaigns with their states and lists; contacts with the time they work at the"
            " account.",
            "Les campagnes avec états et listes ; les contacts avec leur temps au compte.",
        ),
        Words(
            "For health: the score of customers, coverage, relationships, deals, renewals and"
            " judgements of that account.",
            "Pour la santé : score des clients, couverture, relations, opportunités,"
            " renouvellements et jugements de ce compte.",
        ),
    ),
    steps=(
        Words(
            "E-mails are counted by message and person: of what was delivered in the period, what"
            " was opened, clicked or answered up to the day asked about.",
            "Les e-mails se comptent par message et personne : de ce qui a été remis dans la"
            " période, ce qui a été ouvert, cliqué ou répondu jusqu'au jour demandé.",
        ),
        Words(
            "An open counts if a person's device made it. Who was seen by a machine alone leaves"
            " the rate of opens, above and below the line; who clicked comes back into it.",
            "Une ouverture compte si l'appareil d'une personne l'a faite. Qui n'a été vu que par"
            " une machine sort du taux d'ouverture, au-dessus et au-dessous de la barre ; qui a"
            " cliqué y revient.",
        ),
        Words(
            "A contact is active with one touch of their own in {active_days}. Opens are not"
            " activity, and neither is what we send.",
            "Un contact est actif avec une interaction de sa part en {active_days}. Une ouverture"
            " n'est pas une activité, ce que nous envoyons non plus.",
        ),
        Words(
            "Clicks and impressions of ads are counted without those that the platform marks"
            " invalid, and without sponsored messages, whose “clicks” are opens.",
            "Clics et affichages de publicités se comptent sans ceux que la plateforme marque non"
            " valides, et sans les messages sponsorisés, dont les « clics » sont des ouvertures.",
        ),
        Words(
            "Health is the mean of eight parts by their weights; parts that are not known leave"
            " the weights. A change compares the same parts at both ends; a change below"
            " {health_dead_band} is none.",
            "La santé est la moyenne de huit parties selon leurs poids ; celles qui ne sont pas"
            " connues sortent des poids. Un changement compare les mêmes parties aux deux bouts ;"
            " en dessous de {health_dead_band}, il n'y en a pas.",
        ),
        Words(
            "Health is green from {health_green_from}, amber from {health_amber_from}, red below.",
            "La santé est verte à partir de {health_green_from}, orange à partir de"
            " {health_amber_from}, rouge en dessous.",
        ),
    ),
    guarantees=(
        Words(
            "A site that was never connected is not a site nobody visits: without a feed nothing"
            " is measured.",
            "Un site jamais raccordé n'est pas un site que personne ne visite : sans flux, rien"
            " n'est mesuré.",
        ),
        Words(
            "Touches by machines are kept and opened with the number, and never counted in it.",
            "Les interactions de machines sont gardées et s'ouvrent avec le nombre, sans y"
            " compter.",
        ),
        Words(
            "Visitors of two accounts or two months are counted again, each once; they are not"
            " added up.",
            "Les visiteurs de deux comptes ou de deux mois sont recomptés, chacun une fois ; ils"
            " ne s'additionnent pas.",
        ),
        Words(
            "Where less than {health_least} of the weight is known there is no health; a part that"
            " appears or goes makes no change.",
            "Si moins de {health_least} du poids est connu, il n'y a pas de santé ; une partie qui"
            " apparaît ou disparaît ne fait pas de changement.",
        ),
        Words(
            "Somebody may set the health of an account otherwise, with a reason and an end; the"
            " number itself stays and stands beside it.",
            "On peut fixer autrement la santé d'un compte, avec une raison et une fin ; le nombre"
            " lui-même reste et figure à côté.",
        ),
    ),
    examples=(
        Example(
            of="email_click_rate",
            told=Words(
                "E-mails were delivered; eight addressees clicked, and three of these clicks were"
                " a scanner's.",
                "Des e-mails ont été remis ; huit destinataires ont cliqué, et trois de ces clics"
                " venaient d'un analyseur.",
            ),
            given=(
                given("clicked by a person", "cliqués par une personne", 5),
                given("delivered", "remis", 96),
                given("delivered just now", "remis à l'instant", 0),
                silent([1.0, 5.0]),
                silent([1.0, 96.0]),
            ),
        ),
        Example(
            of="active_contact_rate",
            told=Words(
                "An account with few contacts: the interval is the message.",
                "Un compte avec peu de contacts : l'intervalle est le message.",
            ),
            given=(
                given("active of late", "actifs récemment", 4),
                given("contacts", "contacts", 7),
                silent(25),
            ),
        ),
        Example(
            of="account_health_score",
            told=Words(
                "Five parts of an account are known, and make up enough of the weight; nobody"
                " judged it lately, no other system tells of it, and its executives are unknown.",
                "Cinq parties d'un compte sont connues, et font assez de poids ; personne ne l'a"
                " jugé récemment, aucun autre système n'en parle, et ses dirigeants sont inconnus.",
            ),
            given=(
                silent([1.0]),
                given("Net Promoter Score", "score NPS", [20.0], unit="points"),
                given(
                    "attention against before, percent",
                    "attention par rapport à avant, en pour cent",
                    [10.0],
                ),
                given("coverage, percent", "couverture, en pour cent", [57.1]),
                given("depth of relationships", "profondeur des relations", [46.7]),
                silent([None]),
                given("business, points", "affaires, en points", [70.0]),
                silent([None]),
                silent([None]),
            ),
        ),
    ),
    groups=(ParameterGroup.MINUTES, ParameterGroup.STAGES),
    more=("campaign", "relationships"),
    sources=(
        Words(
            "Rates of e-mail after HubSpot's adjusted open rate; visits with engagement after"
            " Google Analytics 4; invalid traffic after the Media Rating Council.",
            "Taux d'e-mail d'après le taux d'ouverture ajusté de HubSpot ; visites engagées"
            " d'après Google Analytics 4 ; trafic non valide d'après le Media Rating Council.",
        ),
        Words(
            "Health as a weighted mean of measures after Gainsight; equal parts at both ends, and"
            " the smallest change that counts, are our own.",
            "La santé comme moyenne pondérée d'après Gainsight ; les mêmes parties aux deux bouts"
            " et le plus petit changement qui compte sont de nous.",
        ),
        Words(
            "Social selling after the four pillars of LinkedIn's index; maturity after Forrester's"
            " five levels.",
            "Vente sociale d'après les quatre piliers de l'indice de LinkedIn ; maturité d'après"
            " les cinq niveaux de Forrester.",
        ),
    ),
)
