"""The cast of the demo: people of ours, eight companies, and what happened there in a year.

Days are counted back from the day of the demo: 90 means ninety days ago, -60 in sixty days.
Companies, people and addresses are made up; every address ends in .test or example.org.
"""

from dataclasses import dataclass, field

from accounts.enums import (
    AccountStatus,
    ActionState,
    CloseReason,
    ForecastCategory,
    ObjectiveKind,
    OpportunityType,
    Role,
    Seniority,
)
from metrics.enums import GoalType, Profile

PASSWORD = "demo-abm-planner"  # noqa: S105 -- of made-up people, and printed at the start


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of us."""

    email: str
    name: str
    role: Role
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Person:
    """A contact, with what they answered in the three waves; None is no answer."""

    name: str
    title: str
    function: str
    seniority: Seniority
    scores: tuple[int | None, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal: its path as (stage, days ago), its value as (days ago, thousands).

    expected is what its seller said of it as (days ago, days until it closes, how surely); where it
    is empty, they said once when it closes.
    """

    name: str
    type: OpportunityType
    path: tuple[tuple[str, int], ...]
    values: tuple[tuple[int, int], ...]
    closes: int
    reason: CloseReason = CloseReason.DECIDED
    currency: str = "EUR"
    expected: tuple[tuple[int, int, ForecastCategory], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """An action of an objective."""

    title: str
    effect: str
    due: int
    state: ActionState = ActionState.PLANNED
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal: indicator, from, to, since, until. baseline None is measured by the engine."""

    indicator: str
    baseline: float | None
    target: float
    since: int
    due: int
    type: GoalType = GoalType.REACH
    tolerance: float | None = None
    weight: int = 1
    profile: Profile = Profile.LINEAR
    approved: bool = True
    critical: bool = False
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Purpose:
    """An objective with its goals and actions."""

    title: str
    why: str
    kind: ObjectiveKind
    due: int
    aims: tuple[Aim, ...] = ()
    steps: tuple[Step, ...] = ()
    deal: str = ""  # the one it is about


@dataclass(frozen=True, slots=True)
class Opinion:
    """Feedback of the salesperson of an account."""

    days: int
    activities: int | None
    marketer: int | None
    comment: str
    moved: bool | None = None


@dataclass(frozen=True, slots=True)
class Company:
    """An account of the program."""

    name: str
    domain: str
    country: str
    industry: str
    employees: int
    revenue: int
    tier: str
    status: AccountStatus
    since: int
    manager: str
    seller: str
    people: tuple[Person, ...] = ()
    deals: tuple[Deal, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    surveyed: bool = True
    indicators: tuple[str, ...] = field(
        default=("nps", "new_pipeline_value", "new_opportunities_count", "close_rate")
    )


ADMIN = Colleague("admin@example.org", "Camille Renaud", Role.ADMINISTRATOR, "fr")
ANA = Colleague("ana@example.org", "Ana Duarte", Role.MANAGER)
LOIC = Colleague("loic@example.org", "Loïc Hamon", Role.MANAGER, "fr")
MARC = Colleague("marc@example.org", "Marc Oyelaran", Role.SALES)
SOPHIE = Colleague("sophie@example.org", "Sophie Lacombe", Role.SALES, "fr")
HELENE = Colleague("helene@example.org", "Hélène Vasseur", Role.LEADERSHIP, "fr")
COLLEAGUES = (ADMIN, ANA, LOIC, MARC, SOPHIE, HELENE)

NEW, EXPANSION, RENEWAL = (
    OpportunityType.NEW,
    OpportunityType.EXPANSION,
    OpportunityType.RENEWAL,
)
EXEC, VP, DIRECTOR, LEAD, STAFF = (
    Seniority.EXECUTIVE,
    Seniority.VICE_PRESIDENT,
    Seniority.DIRECTOR,
    Seniority.MANAGER,
    Seniority.STAFF,
)

WAVES = (320, 195, 55)  # days ago that the three waves of the survey went out

STAGES = (
    # key, French, English, accepted by sales, outcome
    ("identified", "Identifiée", "Identified", False, "open"),
    ("qualified", "Qualifiée", "Qualified", True, "open"),
    ("proposal", "Proposition", "Proposal", True, "open"),
    ("negotiation", "Négociation", "Negotiation", True, "open"),
    ("won", "Gagnée", "Won", True, "won"),
    ("lost", "Perdue", "Lost", True, "lost"),
)

AEROLYS = Company(
    name="Aerolys",
    domain="aerolys.test",
    country="France",
    industry="Aerospace",
    employees=18400,
    revenue=6_200_000_000,
    tier="Tier 1",
    status=AccountStatus.CUSTOMER,
    since=420,
    manager=ANA.email,
    seller=SOPHIE.email,
    people=(
        Person("Inès Maréchal", "Chief information officer", "IT", EXEC, (7, 8, 9)),
        Person("Thibault Garnier", "VP Industrial systems", "Operations", VP, (6, 8, 9)),
        Person("Leïla Benali", "Head of procurement", "Procurement", DIRECTOR, (5, 6, 7)),
        Person("Quentin Faure", "Plant director, Toulouse", "Operations", DIRECTOR, (9, 9, 10)),
        Person("Maud Delcourt", "Data platform lead", "IT", LEAD, (8, 9, 10)),
        Person("Yann Le Goff", "Maintenance engineer", "Operations", STAFF, (7, None, 9)),
        Person(
            "Nora Pelletier",
            "Digital factory manager",
            "Operations",
            LEAD,
            (6, 8, 9),
            "The workshops in Toulouse changed how we talk to IT.",
        ),
    ),
    deals=(
        Deal(
            "Predictive maintenance, Toulouse",
            NEW,
            (
                ("identified", 310),
                ("qualified", 270),
                ("proposal", 200),
                ("negotiation", 150),
                ("won", 96),
            ),
            ((310, 380), (200, 520), (96, 610)),
            96,
        ),
        Deal(
            "Predictive maintenance, Saint-Nazaire",
            EXPANSION,
            (("identified", 140), ("qualified", 110), ("proposal", 62)),
            ((140, 300), (62, 460)),
            -45,
            expected=(
                (140, -10, ForecastCategory.PIPELINE),
                (62, -20, ForecastCategory.BEST_CASE),
                (18, -45, ForecastCategory.COMMIT),
            ),
        ),
        Deal(
            "Supplier portal",
            NEW,
            (("identified", 88), ("qualified", 60)),
            ((88, 240),),
            -120,
        ),
        Deal(
            "Support contract, third year",
            RENEWAL,
            (("identified", 75), ("negotiation", 30)),
            ((75, 180),),
            -20,
        ),
    ),
    purposes=(
        Purpose(
            "Become the standard for maintenance in all four plants",
            "The group decides on one platform next summer; two plants of four decide it.",
            ObjectiveKind.GROW,
            -150,
            (
                Aim("new_pipeline_value", 0, 900_000, 200, -150, GoalType.CUMULATE, weight=3),
                Aim("new_opportunities_count", 0, 5, 200, -150, GoalType.CUMULATE),
            ),
            (
                Step(
                    "Reference visit of the Saint-Nazaire team in Toulouse",
                    "Operations asks for the same tool",
                    40,
                    ActionState.DONE,
                    "Nine people came; the plant director asked for a quote the week after.",
                ),
                Step("Value paper with the CFO's figures", "Group finance backs the case", -14),
                Step("Executive dinner with Inès Maréchal", "The CIO names us in her plan", -35),
            ),
            deal="Predictive maintenance, Saint-Nazaire",
        ),
        Purpose(
            "Turn users into people who speak for us",
            "Procurement listens to the plants; the plants were lukewarm a year ago.",
            ObjectiveKind.RAISE_SATISFACTION,
            -90,
            (Aim("nps", -28.57, 50, 300, -90, weight=2),),
            (
                Step(
                    "Monthly clinic with the maintenance crews",
                    "Complaints are solved within a week",
                    20,
                    ActionState.DOING,
                ),
            ),
        ),
    ),
    opinions=(
        Opinion(250, 3, 3, "Good material, but it reaches the plants late."),
        Opinion(150, 4, 5, "The reference visit was worth three sales calls.", moved=True),
        Opinion(30, 5, 5, "The value paper opened the door to finance.", moved=True),
    ),
)

VAUQUELIN = Company(
    name="Banque Vauquelin",
    domain="vauquelin.test",
    country="France",
    industry="Banking",
    employees=9200,
    revenue=2_900_000_000,
    tier="Tier 1",
    status=AccountStatus.CUSTOMER,
    since=400,
    manager=LOIC.email,
    seller=SOPHIE.email,
    people=(
        Person("Gaspard Nivelle", "Directeur des opérations", "Opérations", EXEC, (8, 7, 4)),
        Person("Amina Cherif", "Directrice conformité", "Conformité", DIRECTOR, (9, 7, 5)),
        Person("Pierre-Yves Morel", "Responsable achats", "Achats", DIRECTOR, (7, 6, 6)),
        Person(
            "Solène Guérin",
            "Cheffe de projet crédit",
            "Opérations",
            LEAD,
            (9, 8, 6),
            "Le support répond, mais personne ne décide.",
        ),
        Person("Bastien Roche", "Architecte", "Informatique", LEAD, (8, None, 3)),
        Person("Clara Demange", "Analyste risques", "Risques", STAFF, (9, 7, 6)),
    ),
    deals=(
        Deal(
            "Dossier de crédit numérique",
            NEW,
            (("identified", 300), ("qualified", 255), ("proposal", 190), ("lost", 120)),
            ((300, 700), (190, 640)),
            120,
        ),
        Deal(
            "Contrôle permanent",
            NEW,
            (("identified", 215), ("qualified", 170), ("lost", 80)),
            ((215, 260),),
            80,
            reason=CloseReason.NO_DECISION,
        ),
        Deal(
            "Plateforme, renouvellement",
            RENEWAL,
            (("identified", 60), ("qualified", 35)),
            ((60, 820),),
            -75,
        ),
    ),
    purposes=(
        Purpose(
            "Protéger le renouvellement de la plateforme",
            "820 k€ arrivent à échéance, et la confiance des métiers a chuté depuis un an.",
            ObjectiveKind.PROTECT_RENEWAL,
            -75,
            (
                Aim("nps", 20, 40, 300, -75, weight=3, critical=True),
                Aim("close_rate", 40, 60, 340, -75, weight=2),
            ),
            (
                Step(
                    "Rencontre avec Gaspard Nivelle et notre directeur général",
                    "Un engagement de service signé des deux côtés",
                    9,
                    ActionState.PLANNED,
                ),
                Step("Plan de remédiation du support", "Délai de décision divisé par deux", -21),
            ),
        ),
    ),
    opinions=(
        Opinion(210, 4, 4, "Le séminaire conformité était bien ciblé."),
        Opinion(100, 2, 3, "Nous arrivons après la bataille sur le crédit.", moved=False),
        Opinion(18, 2, 3, "Il manque un message clair pour la direction des opérations."),
    ),
)

MEDISANTE = Company(
    name="Médisanté Groupe",
    domain="medisante.test",
    country="France",
    industry="Healthcare",
    employees=27500,
    revenue=3_400_000_000,
    tier="Tier 1",
    status=AccountStatus.PROSPECT,
    since=380,
    manager=LOIC.email,
    seller=MARC.email,
    people=(
        Person("Odile Fontanel", "Directrice générale adjointe", "Direction", EXEC, (9, 9, 10)),
        Person(
            "Hugo Perrin", "Directeur des systèmes d'information", "Informatique", EXEC, (8, 9, 9)
        ),
        Person("Rachida Amrani", "Directrice des soins", "Soins", DIRECTOR, (9, 10, 10)),
        Person("Etienne Vidal", "Responsable achats", "Achats", LEAD, (7, 8, 9)),
        Person("Lucie Chauvin", "Cadre de santé", "Soins", LEAD, (8, 9, 9)),
        Person("Farid Toumi", "Chef de projet", "Informatique", STAFF, (9, 9, 10)),
    ),
    deals=(
        Deal(
            "Parcours patient, 12 cliniques",
            NEW,
            (
                ("identified", 290),
                ("qualified", 240),
                ("proposal", 180),
                ("negotiation", 130),
                ("won", 70),
            ),
            ((290, 450), (130, 540), (70, 560)),
            70,
        ),
        Deal(
            "Parcours patient, 9 cliniques du sud",
            EXPANSION,
            (("identified", 100), ("qualified", 72), ("proposal", 41), ("won", 12)),
            ((100, 310), (12, 335)),
            12,
        ),
        Deal(
            "Messagerie de soins",
            NEW,
            (("identified", 46), ("qualified", 22)),
            ((46, 190),),
            -80,
        ),
    ),
    purposes=(
        Purpose(
            "Gagner les cliniques du sud",
            "Neuf cliniques décident ensemble ; l'appel d'offres tombe à l'automne.",
            ObjectiveKind.WIN_DEAL,
            -10,
            (
                Aim("new_pipeline_value", 0, 450_000, 180, -10, GoalType.CUMULATE, weight=3),
                Aim("close_rate", None, 75, 330, -10, GoalType.MAINTAIN_MIN, 25, weight=2),
            ),
            (
                Step(
                    "Atelier soignants à Montpellier",
                    "Les cadres de santé demandent l'outil",
                    60,
                    ActionState.DONE,
                    "Quatorze cadres présents, huit demandes d'essai.",
                ),
            ),
        ),
        Purpose(
            "Garder des soignants conquis",
            "Ils recommandent l'outil aux autres groupes.",
            ObjectiveKind.RAISE_SATISFACTION,
            -40,
            (Aim("nps", None, 50, 300, -40, GoalType.MAINTAIN_MIN, 50),),
        ),
    ),
    opinions=(
        Opinion(160, 5, 5, "L'atelier soignants a changé la discussion.", moved=True),
        Opinion(25, 5, 5, "Rien à ajouter : continuez.", moved=True),
    ),
)

NORDHAVEN = Company(
    name="Nordhaven Logistics",
    domain="nordhaven.test",
    country="Denmark",
    industry="Logistics",
    employees=6100,
    revenue=1_150_000_000,
    tier="Tier 2",
    status=AccountStatus.CUSTOMER,
    since=360,
    manager=ANA.email,
    seller=MARC.email,
    people=(
        Person("Mikkel Damgaard", "Chief operating officer", "Operations", EXEC, (6, 7, 8)),
        Person("Freja Holm", "Head of terminals", "Operations", DIRECTOR, (7, 9, 9)),
        Person("Jonas Bak", "IT director", "IT", DIRECTOR, (3, 4, None)),
        Person("Signe Lund", "Yard planner", "Operations", STAFF, (9, 10, 10)),
    ),
    deals=(
        Deal(
            "Yard planning, Aarhus",
            NEW,
            (("identified", 330), ("qualified", 280), ("proposal", 230), ("won", 175)),
            ((330, 150), (175, 165)),
            175,
        ),
        Deal(
            "Yard planning, Rotterdam",
            EXPANSION,
            (("identified", 120), ("qualified", 85), ("proposal", 50)),
            ((120, 210), (50, 195)),
            -30,
            currency="USD",
            expected=((120, -60, ForecastCategory.PIPELINE), (50, 6, ForecastCategory.COMMIT)),
        ),
        Deal(
            "Customs gateway",
            NEW,
            (("identified", 200), ("qualified", 160), ("lost", 105)),
            ((200, 130),),
            105,
        ),
    ),
    purposes=(
        Purpose(
            "Bring the second terminal on board",
            "Rotterdam is three times Aarhus; the COO wants one planning for both.",
            ObjectiveKind.GROW,
            -110,
            (
                Aim("average_contract_size", 165_000, 250_000, 170, -110, weight=2),
                Aim("new_pipeline_value", 0, 400_000, 170, -110, GoalType.CUMULATE),
            ),
            (
                Step("Site walk in Rotterdam with Freja Holm", "Terminal heads agree on scope", -6),
                Step("Answer Jonas Bak's integration list", "IT stops holding back", 3),
            ),
            deal="Yard planning, Rotterdam",
        ),
        Purpose(
            "Win IT over",
            "The IT director blocks what operations want.",
            ObjectiveKind.BUILD_RELATIONSHIP,
            -60,
            (Aim("nps", -25, 25, 300, -60),),
        ),
    ),
    opinions=(Opinion(90, 3, 4, "Operations love it, IT has not been spoken to.", moved=False),),
)

CRESTLINE = Company(
    name="Crestline Energy",
    domain="crestline.test",
    country="United Kingdom",
    industry="Energy",
    employees=12800,
    revenue=4_800_000_000,
    tier="Tier 2",
    status=AccountStatus.PROSPECT,
    since=210,
    manager=ANA.email,
    seller=MARC.email,
    surveyed=False,
    people=(
        Person("Harriet Colby", "Director of grid operations", "Operations", DIRECTOR),
        Person("Dev Anand", "Head of innovation", "Innovation", LEAD),
        Person("Ruth Okafor", "Group procurement", "Procurement", DIRECTOR),
    ),
    deals=(
        Deal(
            "Substation inspections",
            NEW,
            (("identified", 150), ("qualified", 95)),
            ((150, 420),),
            -160,
            expected=(
                (150, -60, ForecastCategory.PIPELINE),
                (40, -160, ForecastCategory.PIPELINE),
            ),
        ),
        Deal("Field crew mobile", NEW, (("identified", 65),), ((65, 280),), -200),
    ),
    purposes=(
        Purpose(
            "Open a first conversation with grid operations",
            "They re-tender inspections next year; nobody there knows us.",
            ObjectiveKind.BUILD_RELATIONSHIP,
            -140,
            (
                Aim("new_qualified_opportunities", 0, 2, 190, -140, GoalType.CUMULATE),
                Aim("nps", None, 20, 60, -140, GoalType.MAINTAIN_MIN, 20),
            ),
            (Step("Invite Harriet Colby to the grid round table", "A first meeting", -18),),
        ),
    ),
    opinions=(Opinion(40, 3, None, "Too early to say; the invitations look right."),),
)

LUMIERE = Company(
    name="Lumière Retail",
    domain="lumiere-retail.test",
    country="France",
    industry="Retail",
    employees=31000,
    revenue=7_700_000_000,
    tier="Tier 2",
    status=AccountStatus.CUSTOMER,
    since=430,
    manager=LOIC.email,
    seller=SOPHIE.email,
    people=(
        Person("Agathe Simonin", "Directrice e-commerce", "Digital", EXEC, (8, 9, 9)),
        Person("Romain Texier", "Directeur logistique", "Logistique", DIRECTOR, (7, 7, 8)),
        Person("Mélanie Aubry", "Responsable CRM", "Marketing", LEAD, (9, 9, 9)),
        Person("Victor Lang", "Contrôleur de gestion", "Finance", LEAD, (6, 7, 7)),
        Person("Fanny Besson", "Cheffe de produit", "Digital", STAFF, (8, 9, 10)),
    ),
    deals=(
        Deal(
            "Retours en magasin",
            NEW,
            (("identified", 350), ("qualified", 310), ("proposal", 260), ("won", 205)),
            ((350, 200), (205, 230)),
            205,
        ),
        Deal(
            "Stocks unifiés",
            EXPANSION,
            (("identified", 185), ("qualified", 150), ("proposal", 95), ("won", 44)),
            ((185, 280), (44, 300)),
            44,
        ),
        Deal(
            "Caisse mobile",
            NEW,
            (("identified", 90), ("qualified", 70), ("proposal", 28)),
            ((90, 160), (28, 175)),
            -25,
        ),
    ),
    purposes=(
        Purpose(
            "Passer de fournisseur à partenaire",
            "La directrice e-commerce veut un interlocuteur unique pour les stocks.",
            ObjectiveKind.GROW,
            15,
            (Aim("new_opportunities_count", 0, 2, 250, 15, GoalType.CUMULATE, weight=2),),
            (
                Step(
                    "Comité stratégique trimestriel",
                    "Feuille de route commune",
                    30,
                    ActionState.DONE,
                    "Feuille de route signée pour deux ans.",
                ),
            ),
        ),
        Purpose(
            "Élargir la taille des contrats",
            "Les projets isolés coûtent plus qu'ils ne rapportent.",
            ObjectiveKind.GROW,
            -120,
            (Aim("average_contract_size", 230_000, 290_000, 200, -120),),
        ),
    ),
    opinions=(
        Opinion(200, 4, 4, "Bonne présence au salon."),
        Opinion(50, 4, 5, "Le comité stratégique est la meilleure idée de l'année.", moved=True),
    ),
)

HARTWELL = Company(
    name="Hartwell Insurance",
    domain="hartwell.test",
    country="Ireland",
    industry="Insurance",
    employees=5400,
    revenue=2_100_000_000,
    tier="Tier 3",
    status=AccountStatus.TARGET,
    since=24,
    manager=ANA.email,
    seller=MARC.email,
    people=(Person("Niamh Kearney", "Claims director", "Claims", DIRECTOR),),
    deals=(Deal("Claims triage", NEW, (("identified", 9),), ((9, 150),), -180),),
    purposes=(
        Purpose(
            "Find out who decides on claims",
            "A new claims director arrived in spring and rebuilds her team.",
            ObjectiveKind.BUILD_RELATIONSHIP,
            -340,
            (Aim("new_pipeline_value", 0, 300_000, 20, -340, GoalType.CUMULATE, approved=False),),
        ),
    ),
)

ORSAY = Company(
    name="Orsay Télécom",
    domain="orsay-telecom.test",
    country="France",
    industry="Telecommunications",
    employees=14300,
    revenue=5_000_000_000,
    tier="Tier 3",
    status=AccountStatus.TARGET,
    since=6,
    manager=LOIC.email,
    seller=SOPHIE.email,
)

COMPANIES = (AEROLYS, VAUQUELIN, MEDISANTE, NORDHAVEN, CRESTLINE, LUMIERE, HARTWELL, ORSAY)
