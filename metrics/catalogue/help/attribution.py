"""Help on attribution: how a deal is shared out over the touches on it, model by model."""

from metrics.catalogue.help.page import JourneyExample, Page, Step
from metrics.catalogue.parameters import ParameterGroup
from metrics.catalogue.words import Words

ATTRIBUTION = Page(
    key="attribution",
    title=Words("Attribution", "Attribution"),
    lead=Words(
        "How a deal is shared out over the touches that led to it. Credit is bookkeeping: it says"
        " who was there, not what would have happened without them.",
        "Comment une affaire est répartie sur les interactions qui y ont mené. Le crédit est une"
        " comptabilité : il dit qui était là, non ce qui serait arrivé sans eux.",
    ),
    keys=(
        "marketing_attributed_pipeline",
        "marketing_attributed_share",
        "marketing_attributed_won",
        "abm_roi_attributed",
        "abm_revenue_to_cost",
    ),
    inputs=(
        Words(
            "The deal with the instant at which it began and, where it was won, that of its close;"
            " its amount at these instants.",
            "L'affaire avec l'instant de son début et, si elle est gagnée, celui de sa clôture ;"
            " son montant à ces instants.",
        ),
        Words(
            "The people on the deal: members of its buying group, or everybody at the account"
            " where it has none.",
            "Les personnes de l'affaire : les membres de son groupe acheteur, ou tout le compte si"
            " elle n'en a pas.",
        ),
        Words(
            "Their touches from {sourced_days} before it began to its close: answers, visits,"
            " meetings and calls by people.",
            "Leurs interactions, de {sourced_days} avant son début à sa clôture : réponses,"
            " visites, rendez-vous et appels de personnes.",
        ),
    ),
    steps=(
        Words(
            "Touches are put in order. The same person, campaign and kind on one day is one touch,"
            " and a visit is one touch, however many pages.",
            "Les interactions sont mises en ordre. Même personne, même campagne et même type un"
            " même jour font une interaction, et une visite en fait une, quel que soit le nombre"
            " de pages.",
        ),
        Words(
            "Four anchors are looked for: the first touch; the last one before we first knew"
            " anybody on the deal; the last one before the deal began; the last one before it was"
            " won.",
            "On cherche quatre ancres : la première interaction ; la dernière avant que nous"
            " connaissions quelqu'un de l'affaire ; la dernière avant son début ; la dernière"
            " avant qu'elle soit gagnée.",
        ),
        Words(
            "The model gives each touch its weight. A touch that is two anchors has both weights;"
            " what a missing anchor would have is shared by the others in proportion.",
            "Le modèle donne son poids à chaque interaction. Une interaction qui est deux ancres a"
            " les deux poids ; le poids d'une ancre absente va aux autres en proportion.",
        ),
        Words(
            "By age, a touch counts half after {decay_days}; by minutes, as much as it took of"
            " attention.",
            "Par âge, une interaction compte moitié après {decay_days} ; par minutes, autant"
            " qu'elle a pris d'attention.",
        ),
        Words(
            "The amount is shared out in whole cents: each part is rounded down, and the cents"
            " left over go to the greatest remainders.",
            "Le montant est réparti en centimes entiers : chaque part est arrondie vers le bas, et"
            " les centimes restants vont aux plus grands restes.",
        ),
    ),
    guarantees=(
        Words(
            "The parts of a deal add up to its amount to the cent, whatever the model.",
            "Les parts d'une affaire font son montant au centime, quel que soit le modèle.",
        ),
        Words(
            "What we send and show, opens, and whatever machines do are never credited.",
            "Ce que nous envoyons et montrons, les ouvertures et tout ce que font les machines ne"
            " reçoivent jamais de crédit.",
        ),
        Words(
            "Sales keep their place in the journey: marketing's part may be less than the whole."
            " Where only marketing is credited, the setting says so.",
            "Les ventes gardent leur place dans le parcours : la part du marketing peut être"
            " moindre que le tout. Si seul le marketing reçoit du crédit, le réglage le dit.",
        ),
        Words(
            "A deal without a touch in the range of the model is credited to nobody, and said to"
            " be.",
            "Une affaire sans interaction dans la portée du modèle n'est créditée à personne, et"
            " on le dit.",
        ),
        Words(
            "Models that learn from data say nothing below 300 won of 1,000 deals with touches.",
            "Les modèles qui apprennent des données ne disent rien en dessous de 300 affaires"
            " gagnées sur 1 000 avec interactions.",
        ),
    ),
    examples=(
        JourneyExample(
            name=Words("One deal, model by model", "Une affaire, modèle par modèle"),
            told=Words(
                "Somebody clicks an ad, reads a page, fills in a form by which we know them,"
                " follows a webinar, and meets sales, with whom the deal begins; an e-mail and a"
                " call later it is won. Meeting and call are sales'.",
                "Quelqu'un clique sur une publicité, lit une page, remplit un formulaire par"
                " lequel nous le connaissons, suit un webinaire et rencontre les ventes, avec qui"
                " l'affaire commence ; un e-mail et un appel plus tard, elle est gagnée."
                " Rendez-vous et appel sont des ventes.",
            ),
            steps=(
                Step(words=Words("click on an ad", "clic sur une publicité"), day=0),
                Step(words=Words("page", "page"), day=5),
                Step(words=Words("form", "formulaire"), day=12),
                Step(words=Words("webinar", "webinaire"), day=30),
                Step(words=Words("meeting", "rendez-vous"), day=38, is_marketing=False),
                Step(words=Words("click in an e-mail", "clic dans un e-mail"), day=50),
                Step(words=Words("call", "appel"), day=60, is_marketing=False),
            ),
            lead=12,
            created=38,
            won=60,
            amount=100_000,
            models=(
                "first_touch",
                "lead_creation",
                "u_shaped",
                "w_shaped",
                "full_path",
                "linear",
                "time_decay",
            ),
        ),
    ),
    groups=(ParameterGroup.ATTRIBUTION,),
    more=("overall",),
    sources=(
        Words(
            "Position models after Adobe Marketo Measure and HubSpot; half-life after Google"
            " Analytics; minutes after Engagio.",
            "Modèles par position d'après Adobe Marketo Measure et HubSpot ; demi-vie d'après"
            " Google Analytics ; minutes d'après Engagio.",
        ),
        Words(
            "Cents by the largest remainder, and the gate before models that learn, are our own.",
            "Les centimes au plus fort reste et le seuil avant les modèles qui apprennent sont de"
            " nous.",
        ),
    ),
)
