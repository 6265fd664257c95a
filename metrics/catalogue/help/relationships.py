"""Help on relationships: how strong they are, how deep, and whether a group can decide."""

from metrics.catalogue.help.page import Example, Page, given, silent
from metrics.catalogue.words import Words

RELATIONSHIPS = Page(
    key="relationships",
    title=Words("Relationship strength", "Force des relations"),
    lead=Words(
        "How strong each relationship is by what really passed between us, and whether the people"
        " who decide are among them.",
        "La force de chaque relation d'après ce qui s'est vraiment passé entre nous, et si ceux"
        " qui décident en sont.",
    ),
    keys=(
        "relationship_strength",
        "account_relationship_depth",
        "relationship_threads",
        "single_threaded_accounts",
        "buying_group_completeness",
        "decision_ready_groups",
        "group_engagement",
    ),
    inputs=(
        Words(
            "Meetings, calls, events and one-to-one e-mails of each contact with our people, in"
            " both directions, over {relationship_days}.",
            "Les rendez-vous, appels, événements et e-mails personnels de chaque contact avec nos"
            " collègues, dans les deux sens, sur {relationship_days}.",
        ),
        Words(
            "Members of buying groups with their roles, and the template of each group.",
            "Les membres des groupes acheteurs avec leurs rôles, et le modèle de chaque groupe.",
        ),
        Words(
            "Levels and stances that colleagues write down stand beside the strength, and are"
            " never part of it.",
            "Les niveaux et positions que notent les collègues figurent à côté de la force, et"
            " n'en font jamais partie.",
        ),
    ),
    steps=(
        Words(
            "Points of an exchange: a meeting {#relationship_meeting}, an event"
            " {#relationship_event}, a call {#relationship_call}, a message from them"
            " {#relationship_from_them}, one from us {#relationship_from_us}; after"
            " {relationship_half_life}, half of it.",
            "Points d'un échange : un rendez-vous {#relationship_meeting}, un événement"
            " {#relationship_event}, un appel {#relationship_call}, un message de leur part"
            " {#relationship_from_them}, de la nôtre {#relationship_from_us} ; au bout de"
            " {relationship_half_life}, la moitié.",
        ),
        Words(
            "Four shares follow: how often and how lately, how much goes both ways, how much is"
            " face to face or by voice, and with how many of us. They weigh"
            " {#relationship_frequency}, {#relationship_reciprocity}, {#relationship_depth} and"
            " {#relationship_breadth}.",
            "Quatre parts en suivent : combien et quand, combien va dans les deux sens, combien"
            " est de vive voix, et avec combien d'entre nous. Elles pèsent"
            " {#relationship_frequency}, {#relationship_reciprocity}, {#relationship_depth} et"
            " {#relationship_breadth}.",
        ),
        Words(
            "Who never answered has {relationship_one_way} at most, however often we write.",
            "Qui n'a jamais répondu a {relationship_one_way} au plus, quel que soit notre nombre"
            " de messages.",
        ),
        Words(
            "The depth of an account weighs strength by power: a decision maker counts"
            " {power_decision_maker}, a champion {power_champion}, every other holder of a role"
            " {power_other}.",
            "La profondeur d'un compte pèse la force par le pouvoir : un décideur compte"
            " {power_decision_maker}, un allié {power_champion}, tout autre titulaire d'un rôle"
            " {power_other}.",
        ),
        Words(
            "A relationship is established from {relationship_established}. An account held by one"
            " such relationship or none is single-threaded.",
            "Une relation est établie à partir de {relationship_established}. Un compte tenu par"
            " une seule, ou aucune, ne tient qu'à un fil.",
        ),
        Words(
            "A group is complete by role: two users of two are one role. It is ready to decide if"
            " neither decision maker nor champion is missing.",
            "Un groupe est complet par rôle : deux utilisateurs sur deux font un rôle. Il est prêt"
            " à décider s'il ne manque ni décideur ni allié.",
        ),
        Words(
            "The engagement of a group is the minutes of its members in {group_days}, by the"
            " weight of their roles; {group_minutes} make 100 points.",
            "L'engagement d'un groupe est celui de ses membres en {group_days}, selon le poids de"
            " leurs rôles ; {group_minutes} font 100 points.",
        ),
    ),
    guarantees=(
        Words(
            "Without mailboxes or calendars that tell of meetings and messages, no strength is"
            " known: a quiet mailbox is not a cold relationship.",
            "Sans messagerie ni agenda qui disent rendez-vous et messages, aucune force n'est"
            " connue : une messagerie muette n'est pas une relation froide.",
        ),
        Words(
            "Seniority is not in it: that is the quality of a contact.",
            "Le niveau hiérarchique n'y entre pas : c'est la qualité d'un contact.",
        ),
        Words(
            "A group's engagement never moves because others' did: the reference is fixed.",
            "L'engagement d'un groupe ne bouge jamais parce que d'autres ont bougé : la référence"
            " est fixe.",
        ),
        Words(
            "Behind each mean stands how the single scores lie.",
            "Derrière chaque moyenne figure la répartition des scores.",
        ),
    ),
    examples=(
        Example(
            of="relationship_strength",
            told=Words(
                "Two relationships are known, and a third contact never exchanged a word with us.",
                "Deux relations sont connues, et un troisième contact n'a jamais échangé un mot"
                " avec nous.",
            ),
            given=(
                given("strengths", "forces", [55.6, 20.0, 0.0], unit="score"),
                given("contacts", "contacts", 3),
            ),
        ),
        Example(
            of="account_relationship_depth",
            told=Words(
                "The decision maker is known well, a user little.",
                "Le décideur est bien connu, un utilisateur peu.",
            ),
            given=(
                silent([1.0, 1.0]),
                given("power of the role", "pouvoir du rôle", [3.0, 1.0]),
                given("strengths", "forces", [55.6, 20.0], unit="score"),
                silent(2),
            ),
        ),
        Example(
            of="buying_group_completeness",
            told=Words(
                "One group has half of its roles; another lacks nobody.",
                "Un groupe a la moitié de ses rôles ; à un autre, il ne manque personne.",
            ),
            given=(given("complete", "complets", [50.0, 100.0], unit="percent"),),
        ),
        Example(
            of="group_engagement",
            told=Words(
                "One group gave as much attention as counts, another some.",
                "Un groupe a donné autant d'attention qu'il en compte, un autre un peu.",
            ),
            given=(given("points", "points", [100.0, 30.0], unit="score"), silent(9)),
        ),
    ),
    more=("penetration",),
    sources=(
        Words(
            "Signals after Microsoft Dynamics 365 relationship intelligence, Breadbox and Nudge;"
            " completeness of groups after Adobe. Points, half-life and weights are our own.",
            "Signaux d'après Microsoft Dynamics 365, Breadbox et Nudge ; complétude des groupes"
            " d'après Adobe. Les points, la demi-vie et les poids sont de nous.",
        ),
    ),
)
