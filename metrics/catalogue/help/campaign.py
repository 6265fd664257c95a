"""Help on campaigns: whom they aimed at, reached, moved to answer, and moved to pay attention."""

from metrics.catalogue.help.page import Example, Page, given, silent
from metrics.catalogue.parameters import ParameterGroup
from metrics.catalogue.words import Family, Words

CAMPAIGN = Page(
    key="campaign",
    family=Family.CAMPAIGN,
    title=Words("Marketing and campaigns", "Marketing et campagnes"),
    lead=Words(
        "From the list of a campaign to attention that rose after it: targeted, reached, answered,"
        " engaged.",
        "De la liste d'une campagne à l'attention qui a monté ensuite : ciblés, atteints, ayant"
        " répondu, engagés.",
    ),
    inputs=(
        Words(
            "Campaigns with their states, and the list of accounts of each, with the days on which"
            " an account joined and left it.",
            "Les campagnes avec leurs états, et la liste de comptes de chacune, avec les jours où"
            " un compte y entre et en sort.",
        ),
        Words(
            "Touches: e-mails delivered and clicked, ads, forms, downloads, registrations,"
            " meetings and calls, each with its campaign where it has one.",
            "Les interactions : e-mails remis et cliqués, publicités, formulaires,"
            " téléchargements, inscriptions, rendez-vous et appels, chacune avec sa campagne si"
            " elle en a une.",
        ),
        Words(
            "Visits to our site, of people known and of visitors of whom only the account is"
            " known.",
            "Les visites de notre site, de personnes connues et de visiteurs dont seul le compte"
            " est connu.",
        ),
    ),
    steps=(
        Words(
            "An account is targeted if it was on the list while the campaign ran, for any part of"
            " the period.",
            "Un compte est ciblé s'il était sur la liste pendant la campagne, à un moment"
            " quelconque de la période.",
        ),
        Words(
            "It is reached with the first e-mail delivered or ad shown to it, and it answered with"
            " the first click, reply, form, download or registration of the campaign made by a"
            " person. A meeting or a call counts if it carries the campaign.",
            "Il est atteint par le premier e-mail remis ou la première publicité affichée, et il a"
            " répondu au premier clic, réponse, formulaire, téléchargement ou inscription de la"
            " campagne fait par une personne. Un rendez-vous ou un appel compte s'il porte la"
            " campagne.",
        ),
        Words(
            "Answers by accounts off the list are counted apart; they never raise the rate.",
            "Les réponses de comptes hors de la liste sont comptées à part ; elles n'élèvent"
            " jamais le taux.",
        ),
        Words(
            "Attention is counted in minutes, by the kind of touch. An account is engaged by the"
            " campaign if in {campaign_days} after it was first reached it gave {campaign_minutes}"
            " of attention or more, and at least {campaign_uplift} what it gave in as long a time"
            " before.",
            "L'attention se compte en minutes, selon le type d'interaction. Un compte est engagé"
            " par la campagne si, dans les {campaign_days} après avoir été atteint, il lui a donné"
            " au moins {campaign_minutes}, et au moins {campaign_uplift} ce qu'il donnait sur une"
            " même durée avant.",
        ),
        Words(
            "All attention of the account counts, not only what carries the campaign: people often"
            " come back by another way.",
            "Toute l'attention du compte compte, pas seulement celle qui porte la campagne : les"
            " gens reviennent souvent par un autre chemin.",
        ),
        Words(
            "For several campaigns, an account in two of them is two cases of a rate and one"
            " account of a number.",
            "Pour plusieurs campagnes, un compte présent dans deux est deux cas d'un taux et un"
            " seul compte d'un nombre.",
        ),
    ),
    guarantees=(
        Words(
            "Machines never answer: clicks of scanners are kept, shown, and left out of the"
            " number.",
            "Les machines ne répondent jamais : les clics d'analyseurs sont gardés, montrés, et"
            " exclus du nombre.",
        ),
        Words(
            "Unsubscribing, an automatic reply or a bounce is never an answer.",
            "Un désabonnement, une réponse automatique ou un rejet n'est jamais une réponse.",
        ),
        Words(
            "Accounts reached so lately that their time is not over are left out of the rate of"
            " engagement, and counted beside it.",
            "Les comptes atteints si récemment que leur délai court encore sont exclus du taux"
            " d'engagement, et comptés à côté.",
        ),
        Words(
            "Without a list there is no rate. An empty list is zero accounts, and still no rate.",
            "Sans liste, pas de taux. Une liste vide fait zéro compte, et toujours pas de taux.",
        ),
        Words(
            "No number here says that a campaign caused anything: that takes a group left out on"
            " purpose.",
            "Aucun nombre ici ne dit qu'une campagne a causé quoi que ce soit : il y faut un"
            " groupe laissé à l'écart exprès.",
        ),
    ),
    examples=(
        Example(
            of="campaign_reach_rate",
            told=Words(
                "A campaign had accounts on its list, and e-mails or ads came to some of them.",
                "Une campagne avait des comptes sur sa liste ; e-mails ou publicités en ont"
                " atteint certains.",
            ),
            given=(
                given("accounts reached", "comptes atteints", 2),
                given("accounts targeted", "comptes ciblés", 3),
            ),
        ),
        Example(
            of="campaign_response_rate",
            told=Words(
                "The campaign is over, and so is the time to answer it.",
                "La campagne est finie, et le délai pour y répondre aussi.",
            ),
            given=(
                given("accounts that answered", "comptes ayant répondu", 3),
                given("accounts targeted", "comptes ciblés", 12),
                given("can still answer", "peuvent encore répondre", 0),
                given("answers in all", "réponses en tout", 4),
            ),
        ),
        Example(
            of="campaign_engagement_rate",
            told=Words(
                "Of the accounts reached, one went from no minute to twenty-five; another gave"
                " fourteen after twelve; a third clicked once.",
                "Parmi les comptes atteints, l'un est passé de zéro à vingt-cinq minutes ; un"
                " autre en a donné quatorze après douze ; un troisième a cliqué une fois.",
            ),
            given=(
                given("engaged after it", "engagés ensuite", 1),
                given("reached", "atteints", 3),
                given("whose time is over", "dont le délai est écoulé", 3),
                given("reached too lately", "atteints trop récemment", 0),
                given("whose visits nobody tells", "dont personne ne dit les visites", 0),
                silent(3),
            ),
        ),
    ),
    groups=(ParameterGroup.MINUTES,),
    more=("engagement",),
    sources=(
        Words(
            "Minutes by kind of touch after Engagio, The Clear & Complete Guide to Account Based"
            " Marketing Analytics; ten minutes as the threshold after Demandbase.",
            "Minutes par type d'interaction d'après Engagio, The Clear & Complete Guide to Account"
            " Based Marketing Analytics ; le seuil de dix minutes d'après Demandbase.",
        ),
        Words(
            "Answers after Salesforce's campaign members that have responded.",
            "Les réponses d'après les membres de campagne de Salesforce « ayant répondu ».",
        ),
        Words(
            "Intervals: Wilson, 1927, for shares; Garwood, 1936, for numbers of rare events. That"
            " attention must rise against an account's own past is our own choice.",
            "Intervalles : Wilson, 1927, pour les parts ; Garwood, 1936, pour les nombres"
            " d'événements rares. Exiger que l'attention monte par rapport au passé du compte est"
            " notre choix.",
        ),
    ),
)
