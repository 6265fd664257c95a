"""Help on the whole: marketing's part in deals, what programs return, how fast money goes."""

from metrics.catalogue.help.page import Example, Page, Shown, given, silent
from metrics.catalogue.parameters import ParameterGroup
from metrics.catalogue.words import Family, Words

OVERALL = Page(
    key="overall",
    family=Family.OVERALL,
    title=Words("Overall", "Vue d'ensemble"),
    lead=Words(
        "Marketing's part in deals, what the program returns for what it costs, and how much money"
        " a day of selling brings.",
        "La part du marketing dans les affaires, ce que le programme rend pour ce qu'il coûte, et"
        " combien rapporte un jour de vente.",
    ),
    inputs=(
        Words(
            "Opportunities with their histories; touches of the people on each deal, with whose"
            " work they are: marketing, sales, development or partners.",
            "Les opportunités avec leurs historiques ; les interactions des personnes de chaque"
            " affaire, et de qui elles sont l'œuvre : marketing, ventes, prospection ou"
            " partenaires.",
        ),
        Words(
            "Lines of spend of programs and campaigns, and the margin that the plan assumes.",
            "Les lignes de dépense des programmes et campagnes, et la marge que le plan suppose.",
        ),
        Words(
            "Feeds: since when touches are told us. Deals from before are not judged.",
            "Les flux : depuis quand les interactions nous sont dites. Les affaires d'avant ne"
            " sont pas jugées.",
        ),
    ),
    steps=(
        Words(
            "A deal is sourced by whoever made its first touch in the {sourced_days} before it"
            " began: exactly one source for each deal.",
            "Une affaire a pour source l'auteur de sa première interaction dans les {sourced_days}"
            " avant son début : une seule source par affaire.",
        ),
        Words(
            "It is influenced by marketing with one touch of marketing in the {influence_days}"
            " before it began; of what was won, up to its close.",
            "Elle est influencée par le marketing avec une interaction du marketing dans les"
            " {influence_days} avant son début ; pour le gagné, jusqu'à sa clôture.",
        ),
        Words(
            "Attributed is its amount shared out over its touches by the model that is set:"
            " {attribution_model}. What falls on marketing adds up over campaigns, to the cent.",
            "Attribué est son montant, réparti sur ses interactions selon le modèle choisi :"
            " {attribution_model}. Ce qui revient au marketing s'additionne d'une campagne à"
            " l'autre, au centime.",
        ),
        Words(
            "Return is margin credited to marketing less cost, over cost, from the beginning of"
            " the program: costs come before what they bring.",
            "Le retour est la marge attribuée au marketing moins le coût, sur le coût, depuis le"
            " début du programme : les coûts précèdent ce qu'ils apportent.",
        ),
        Words(
            "Velocity is number of deals, times share won, times mean value, over mean days. A"
            " deal is on the influenced side by what happened up to {landmark_days} after it"
            " began; younger ones, and those closed before, are on neither side.",
            "La vélocité est nombre d'affaires, par part gagnée, par valeur moyenne, sur durée"
            " moyenne. Une affaire est du côté influencé selon ce qui s'est passé jusqu'à"
            " {landmark_days} après son début ; les plus récentes, et celles closes avant, ne sont"
            " d'aucun côté.",
        ),
    ),
    guarantees=(
        Words(
            "Influenced deals are never added up over campaigns, and never counted as a gain.",
            "Les affaires influencées ne s'additionnent jamais d'une campagne à l'autre, et ne"
            " comptent jamais comme un gain.",
        ),
        Words(
            "Deals whose touches nobody told us are left out of shares and counted beside them;"
            " they are not “not marketing”.",
            "Les affaires dont personne ne nous a dit les interactions sont exclues des parts et"
            " comptées à côté ; elles ne sont pas « sans marketing ».",
        ),
        Words(
            "Revenue is never called return: return takes margin, and where the plan names none"
            " there is no return, only revenue to cost.",
            "Le revenu n'est jamais appelé retour : le retour prend la marge, et si le plan n'en"
            " dit aucune il n'y a pas de retour, seulement le revenu sur le coût.",
        ),
        Words(
            "“Caused by marketing” is said only with a control group. Without one, that number is"
            " not measured.",
            "« Causé par le marketing » ne se dit qu'avec un groupe témoin. Sans lui, ce nombre"
            " n'est pas mesuré.",
        ),
        Words(
            "A ratio of velocities takes five deals won on either side.",
            "Un rapport de vélocités demande cinq affaires gagnées de chaque côté.",
        ),
    ),
    examples=(
        Example(
            of="marketing_sourced_share",
            told=Words(
                "Four deals began: one came by a form of marketing, one by a call of sales and"
                " then a webinar, one by sales alone, one saw its webinar too late.",
                "Quatre affaires ont commencé : l'une par un formulaire du marketing, une par un"
                " appel des ventes puis un webinaire, une par les ventes seules, une vit son"
                " webinaire trop tard.",
            ),
            given=(
                given("sourced by marketing", "de source marketing", 100_000, unit="money"),
                given("all deals", "toutes les affaires", 650_000, unit="money"),
                given("deals", "affaires", 4),
                given("deals without a rate", "affaires sans taux", 0),
                given("deals untold", "affaires dont rien n'est dit", 0),
                silent(4),
            ),
        ),
        Example(
            of="marketing_influenced_share",
            told=Words(
                "The same deals: the call came first, but the webinar came before the deal.",
                "Les mêmes affaires : l'appel vint d'abord, mais le webinaire avant l'affaire.",
            ),
            given=(
                given("influenced by marketing", "influencées", 300_000, unit="money"),
                given("all deals", "toutes les affaires", 650_000, unit="money"),
                given("deals", "affaires", 4),
                given("deals without a rate", "affaires sans taux", 0),
                given("deals untold", "affaires dont rien n'est dit", 0),
                silent(4),
            ),
        ),
        Example(
            of="abm_pipeline_velocity",
            told=Words(
                "Influenced deals of a program over a year.",
                "Les affaires influencées d'un programme sur un an.",
            ),
            given=(
                given(
                    "qualified and open in the year",
                    "qualifiées et ouvertes dans l'année",
                    [1.0] * 20,
                    shown=Shown.NUMBER,
                ),
                given("decided", "décidées", [1.0] * 10, shown=Shown.NUMBER),
                given("of them won", "dont gagnées", [1.0] * 4 + [0.0] * 6, shown=Shown.SUM),
                silent([1.0] * 4),
                given("days they took", "durée en jours", [80.0] * 4),
                silent([1.0] * 4),
                given("their amounts", "leurs montants", [50_000.0] * 4, unit="money"),
                silent(0),
            ),
        ),
    ),
    groups=(ParameterGroup.COSTS,),
    more=("attribution", "finance"),
    sources=(
        Words(
            "Sourced, influenced and attributed after Engagio, Salesforce and Adobe Marketo"
            " Measure; margin and not revenue: the practice of finance.",
            "Source, influence et attribution d'après Engagio, Salesforce et Adobe Marketo Measure"
            " ; la marge et non le revenu : la pratique de la finance.",
        ),
        Words(
            "Velocity is practice of sales; telling the sides apart at a landmark is taken from"
            " survival analysis, against immortal-time bias.",
            "La vélocité vient de la pratique des ventes ; séparer les côtés à un point de repère"
            " vient de l'analyse de survie, contre le biais de temps immortel.",
        ),
    ),
)
