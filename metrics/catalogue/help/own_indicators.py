"""Help on indicators of a team's own: of records, ratios, formulas, and values written down."""

from metrics.calc.status import Form, Method
from metrics.catalogue.help.page import Example, FormulaExample, Page, given, silent
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Better, Grain, Kind, RollUp, Unit, Words

SHARE = Indicator(
    key="example_share",
    name=Words("Meetings with executives", "Rendez-vous avec des dirigeants"),
    unit=Unit.PERCENT,
    interval=Method.WILSON,
    form=Form.SHARE,
    calculation="metrics.calc.custom.share_of",
    better=Better.UP,
    kind=Kind.FLOW,
    roll_up=RollUp.RATIO,
    grains=(Grain.ACCOUNT,),
    row="custom",
    least_cases=5,
)
RATIO = Indicator(
    key="example_ratio",
    name=Words("Spend per meeting", "Dépense par rendez-vous"),
    unit=Unit.MONEY,
    form=Form.MEAN,
    calculation="metrics.calc.custom.ratio_of",
    better=Better.DOWN,
    kind=Kind.FLOW,
    roll_up=RollUp.RATIO,
    grains=(Grain.ACCOUNT,),
    row="custom",
)
READ = Indicator(
    key="example_read",
    name=Words("Executive sponsors in place", "Parrainage exécutif en place"),
    unit=Unit.PERCENT,
    form=Form.MEAN,
    calculation="metrics.calc.readings.averaged",
    better=Better.UP,
    kind=Kind.STOCK,
    roll_up=RollUp.RATIO,
    grains=(Grain.ACCOUNT,),
    row="custom",
)

OWN_INDICATORS = Page(
    key="own-indicators",
    title=Words("Indicators of your own", "Vos propres indicateurs"),
    lead=Words(
        "Where no measure of the catalogue says what you mean: from records, as one number over"
        " another, as a formula, or written down by your team.",
        "Quand aucune mesure du catalogue ne dit ce que vous voulez dire : à partir de fiches,"
        " comme un nombre sur un autre, par une formule, ou noté par votre équipe.",
    ),
    inputs=(
        Words(
            "Any records that indicators of the catalogue rest on, picked by conditions.",
            "Toutes les fiches sur lesquelles reposent les indicateurs du catalogue, choisies par"
            " conditions.",
        ),
        Words(
            "Other indicators, ours or yours, by their keys in a formula.",
            "D'autres indicateurs, les nôtres ou les vôtres, par leurs clés dans une formule.",
        ),
        Words(
            "Values that your team reads itself: by hand or from a file, each with its day and a"
            " note.",
            "Des valeurs que votre équipe relève elle-même : à la main ou par fichier, chacune"
            " avec son jour et une note.",
        ),
    ),
    steps=(
        Words(
            "You choose records, conditions, and what is made of them: a number, a sum, a mean, a"
            " median, the smallest or the largest. The builder shows what it says of real accounts"
            " before you save.",
            "Vous choisissez des fiches, des conditions, et ce qu'on en fait : nombre, somme,"
            " moyenne, médiane, minimum ou maximum. Avant d'enregistrer, l'assistant montre ce que"
            " cela donne pour de vrais comptes.",
        ),
        Words(
            "One number over another is sum over sum for several accounts, never a mean of ratios."
            " A part of the very records it is divided by is a share, with an interval.",
            "Un nombre sur un autre est, pour plusieurs comptes, somme sur somme, jamais une"
            " moyenne de rapports. Une partie des fiches mêmes par lesquelles on divise est une"
            " part, avec un intervalle.",
        ),
        Words(
            "A formula knows the four operations, comparisons and a few functions, and checks"
            " units: points and money are not added.",
            "Une formule connaît les quatre opérations, les comparaisons et quelques fonctions, et"
            " vérifie les unités : points et montants ne s'additionnent pas.",
        ),
        Words(
            "A value that was written down holds from its day until the next one, or until it is"
            " too old by the age you set.",
            "Une valeur notée vaut dès son jour jusqu'à la suivante, ou jusqu'à l'âge limite que"
            " vous fixez.",
        ),
        Words(
            "A change of meaning is a new definition; goals keep the one they were set on.",
            "Changer le sens fait une nouvelle définition ; les buts gardent celle sur laquelle"
            " ils ont été fixés.",
        ),
    ),
    guarantees=(
        Words(
            "They are measured by the same engine, with the same two clocks, statuses and rights,"
            " and open onto their records.",
            "Ils sont mesurés par le même moteur, avec les mêmes deux horloges, statuts et droits,"
            " et s'ouvrent sur leurs fiches.",
        ),
        Words(
            "What is unknown stays unknown through a formula, unless you write what to put in its"
            " place. Division by zero has no value.",
            "L'inconnu reste inconnu à travers une formule, sauf si vous écrivez quoi mettre à la"
            " place. Une division par zéro n'a pas de valeur.",
        ),
        Words(
            "No formula runs code: it is read, checked, and computed over columns.",
            "Aucune formule n'exécute de code : elle est lue, vérifiée, et calculée sur des"
            " colonnes.",
        ),
        Words(
            "Values written down are corrected and withdrawn like any history, never overwritten.",
            "Les valeurs notées se corrigent et se retirent comme tout historique ; on ne les"
            " écrase jamais.",
        ),
    ),
    examples=(
        Example(
            of=SHARE,
            told=Words(
                "Of the meetings of a quarter, those in which an executive took part.",
                "Parmi les rendez-vous d'un trimestre, ceux où un dirigeant a pris part.",
            ),
            given=(
                given("with an executive", "avec un dirigeant", 6),
                given("meetings", "rendez-vous", 15),
            ),
        ),
        Example(
            of=RATIO,
            told=Words(
                "What a program spent, over the meetings that were held.",
                "Ce qu'un programme a dépensé, sur les rendez-vous tenus.",
            ),
            given=(
                given("spent", "dépensé", 12_000, unit="money"),
                given("meetings", "rendez-vous", 8),
                silent(8),
            ),
        ),
        FormulaExample(
            name=Words("Promoters less detractors", "Promoteurs moins détracteurs"),
            told=Words(
                "How many more people speak for us than against us.",
                "Combien de personnes de plus parlent pour nous que contre nous.",
            ),
            formula="nps_promoters - nps_detractors",
            unit="count",
            given={
                "nps_promoters": given("promoters", "promoteurs", 5),
                "nps_detractors": given("detractors", "détracteurs", 3),
            },
        ),
        Example(
            of=READ,
            told=Words(
                "Two accounts at their reviews: one that should have three sponsors stands higher"
                " than one that should have one.",
                "Deux comptes à leur revue : l'un, qui doit avoir trois parrains, est plus avancé"
                " que l'autre, qui doit en avoir un.",
            ),
            given=(
                given(
                    "values by their weights, added up",
                    "valeurs par leurs poids, additionnées",
                    260.0,
                ),
                given("weights", "poids", 4.0),
                given("accounts with a value", "comptes avec une valeur", 2),
                silent(0),
            ),
        ),
    ),
    more=("goals",),
    sources=(
        Words(
            "Measures, ratios and formulas as in semantic layers (dbt MetricFlow); sum over sum as"
            " LaunchDarkly and dbt define ratio metrics.",
            "Mesures, rapports et formules comme dans les couches sémantiques (dbt MetricFlow) ;"
            " somme sur somme comme LaunchDarkly et dbt définissent les rapports.",
        ),
    ),
)
