"""The people side of the demo: what we sell, who decides on it, who knows whom, what they allow.

Days are counted back from the day of the demo, as in the cast.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from abmplanner.demo.scene import YEAR_AND_MORE, Scene, remember, save
from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.addresses import keyed_hash
from abmplanner.kit.history import record
from abmplanner.kit.words import fold
from accounts.enums import (
    ConsentAction,
    ConsentBasis,
    ConsentChannel,
    ConsentSource,
    EmailStatus,
    GroupRole,
    LineKind,
    Position,
    RecordType,
    Role,
    Seniority,
    Stance,
    SuppressionReason,
)
from accounts.models import (
    Account,
    BuyingGroup,
    ConsentEvent,
    Contact,
    DataFeed,
    Employment,
    GroupPeriod,
    InfluenceLine,
    Membership,
    Relationship,
    RelationshipRating,
    ReportingLine,
    RoleNeed,
    Solution,
    Suppression,
    TeamMember,
    User,
)

DECIDER, CHAMPION, INFLUENCER, USER, BUYER = (
    GroupRole.DECISION_MAKER,
    GroupRole.CHAMPION,
    GroupRole.INFLUENCER,
    GroupRole.USER,
    GroupRole.PROCUREMENT,
)


@dataclass(frozen=True, slots=True)
class Group:
    """A buying group: since when it is known and targeted, and (who, role, since, confirmed)."""

    account: str
    name: str
    solution: str
    need: str
    since: int
    target: int | None
    members: tuple[tuple[str, GroupRole, int, bool], ...]
    closed: int | None = None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody more at an account: whom they report to, and from when to when they work there."""

    name: str
    title: str
    function: str
    seniority: Seniority
    boss: str = ""
    since: int = YEAR_AND_MORE
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Bond:
    """A contact and one of us, by role: (days ago, level, wanted, stance, why, holds for days)."""

    contact: str
    user: Role
    ratings: tuple[tuple[int, int, int, Stance, str, int | None], ...]
    note: str = ""


SOLUTIONS = (
    # key, English, French, roles as (role, people, weight)
    (
        "twin",
        "Digital twin of the plant",
        "Jumeau numérique d'usine",
        ((DECIDER, 1, 3), (CHAMPION, 1, 2), (INFLUENCER, 2, 1), (USER, 2, 1), (BUYER, 1, 1)),
    ),
    (
        "desk",
        "Service desk",
        "Centre de services",
        ((DECIDER, 1, 3), (CHAMPION, 1, 2), (USER, 1, 1)),
    ),
    (
        "flow",
        "Flow planning",
        "Pilotage des flux",
        ((DECIDER, 1, 3), (CHAMPION, 1, 2), (INFLUENCER, 1, 1), (BUYER, 1, 1)),
    ),
)
OF_PROGRAM = ((DECIDER, 1, 3), (CHAMPION, 1, 2), (INFLUENCER, 1, 1))

EXEC, DIRECTOR, LEAD, STAFF = (
    Seniority.EXECUTIVE,
    Seniority.DIRECTOR,
    Seniority.MANAGER,
    Seniority.STAFF,
)

COLLEAGUES = {
    "Aerolys": (
        Colleague("Édouard Lacaze", "Chief executive officer", "Management", EXEC),
        Colleague("Sylvie Aumont", "Chief financial officer", "Finance", EXEC, "Édouard Lacaze"),
        Colleague("Hélène Caron", "Quality director", "Quality", DIRECTOR, "Édouard Lacaze"),
        Colleague(
            "Camille Roux",
            "Plant director, Saint-Nazaire",
            "Operations",
            DIRECTOR,
            "Thibault Garnier",
        ),
        Colleague(
            "Béatrice Morin",
            "Plant director, Nantes",
            "Operations",
            DIRECTOR,
            "Thibault Garnier",
            until=265,
        ),
        Colleague(
            "Ilan Weiss", "Plant director, Nantes", "Operations", DIRECTOR, "Thibault Garnier", 260
        ),
        Colleague("Tom Brisset", "Maintenance manager", "Operations", LEAD, "Béatrice Morin"),
        Colleague("Paul Vidal", "Line supervisor, hall 4", "Operations", STAFF, "Camille Roux"),
        Colleague("Sonia Marchetti", "Reliability engineer", "Operations", STAFF, "Quentin Faure"),
        Colleague(
            "Jean-Baptiste Roy",
            "Chief information security officer",
            "IT",
            DIRECTOR,
            "Inès Maréchal",
        ),
        Colleague("Elsa Kremer", "Head of application management", "IT", LEAD, "Inès Maréchal"),
        Colleague("Aïcha Diallo", "Solution architect", "IT", STAFF, "Elsa Kremer"),
        Colleague("Victor Pons", "Service desk manager", "IT", STAFF, "Elsa Kremer", 300),
        Colleague("Marc Tessier", "Category buyer, software", "Procurement", STAFF, "Leïla Benali"),
    ),
    "Banque Vauquelin": (
        Colleague("Anne-Laure Brunet", "Directrice générale", "Direction", EXEC),
        Colleague(
            "Olivier Castan",
            "Directeur des systèmes d'information",
            "Informatique",
            EXEC,
            "Anne-Laure Brunet",
        ),
        Colleague("Fabrice Leroy", "Secrétaire général", "Direction", EXEC, "Anne-Laure Brunet"),
        Colleague(
            "Nathalie Verdier", "Directrice des risques", "Risques", DIRECTOR, "Anne-Laure Brunet"
        ),
        Colleague(
            "Mathilde Girard",
            "Directrice de la relation client",
            "Réseau",
            DIRECTOR,
            "Gaspard Nivelle",
            until=200,
        ),
        Colleague(
            "Julien Hamel", "Responsable back-office crédit", "Opérations", LEAD, "Gaspard Nivelle"
        ),
        Colleague(
            "Karim Haddad", "Responsable de la sécurité", "Informatique", LEAD, "Olivier Castan"
        ),
        Colleague("Sandrine Poulain", "Gestionnaire crédit", "Opérations", STAFF, "Julien Hamel"),
    ),
    "Médisanté Groupe": (
        Colleague("Bernard Astier", "Directeur général", "Direction", EXEC),
        Colleague("Chantal Rouvier", "Directrice financière", "Finance", EXEC, "Bernard Astier"),
        Colleague(
            "Inaya Belkacem", "Infirmière coordinatrice", "Soins", STAFF, "Lucie Chauvin", 210
        ),
    ),
    "Nordhaven Logistics": (
        Colleague("Lars Winther", "Chief executive officer", "Management", EXEC),
        Colleague("Pernille Juhl", "Terminal manager, Aarhus", "Operations", LEAD, "Freja Holm"),
    ),
    "Lumière Retail": (
        Colleague("Stanislas Roche", "Directeur général", "Direction", EXEC),
        Colleague("Irène Castel", "Directrice financière", "Finance", EXEC, "Stanislas Roche"),
    ),
}

FORMER = {
    # group: who was in it once, as (who, role, from, until)
    "Industrial systems": (("Béatrice Morin", INFLUENCER, 360, 265),),
    "Conformité des opérations": (("Mathilde Girard", CHAMPION, 380, 200),),
}
PAUSED = {"Terminals": (250, 190), "Logistique omnicanale": (230, 150)}  # no target in between

SPONSORED = ("Aerolys", "Banque Vauquelin")  # accounts with one of our leaders on the team

GROUPS = (
    Group(
        "Aerolys",
        "Industrial systems",
        "twin",
        "See wear on the lines before they stop, first in Toulouse, then everywhere.",
        400,
        380,
        (
            ("Thibault Garnier", DECIDER, 380, True),
            ("Quentin Faure", CHAMPION, 360, True),
            ("Inès Maréchal", INFLUENCER, 300, True),
            ("Maud Delcourt", INFLUENCER, 220, True),
            ("Yann Le Goff", USER, 200, False),
            ("Leïla Benali", BUYER, 90, True),
        ),
    ),
    Group(
        "Aerolys",
        "Workplace IT",
        "desk",
        "One desk for the plants of the west.",
        240,
        None,
        (("Inès Maréchal", DECIDER, 240, True),),
    ),
    Group(
        "Banque Vauquelin",
        "Conformité des opérations",
        "desk",
        "Répondre au régulateur sans ressaisie.",
        390,
        390,
        (
            ("Gaspard Nivelle", DECIDER, 390, True),
            ("Amina Cherif", CHAMPION, 350, True),
            ("Clara Demange", USER, 150, True),
        ),
    ),
    Group(
        "Médisanté Groupe",
        "Flux de patients",
        "flow",
        "Libérer des lits sans embaucher.",
        380,
        370,
        (
            ("Odile Fontanel", DECIDER, 370, True),
            ("Rachida Amrani", CHAMPION, 340, True),
            ("Hugo Perrin", INFLUENCER, 310, True),
            ("Etienne Vidal", BUYER, 120, True),
        ),
    ),
    Group(
        "Nordhaven Logistics",
        "Terminals",
        "flow",
        "Shorter stays of trucks in Rotterdam and Aarhus.",
        350,
        330,
        (
            ("Mikkel Damgaard", DECIDER, 330, True),
            ("Freja Holm", CHAMPION, 300, True),
            ("Jonas Bak", INFLUENCER, 280, True),
        ),
    ),
    Group(
        "Crestline Energy",
        "Grid operations",
        "",
        "Forecast where the grid will be short.",
        150,
        120,
        (("Harriet Colby", DECIDER, 60, False), ("Dev Anand", CHAMPION, 110, True)),
    ),
    Group(
        "Lumière Retail",
        "Logistique omnicanale",
        "flow",
        "Livrer depuis les magasins.",
        390,
        300,
        (
            ("Romain Texier", DECIDER, 300, True),
            ("Agathe Simonin", CHAMPION, 280, True),
            ("Victor Lang", INFLUENCER, 210, True),
        ),
    ),
    Group(
        "Lumière Retail",
        "Fidélité clients",
        "desk",
        "Un projet arrêté avec le budget de l'an dernier.",
        400,
        None,
        (("Mélanie Aubry", CHAMPION, 390, True),),
        closed=180,
    ),
)

REPORTS = (
    # who, to whom, since, until; the first one is the primary line
    ("Inès Maréchal", "Édouard Lacaze", 480, None, LineKind.PRIMARY),
    ("Thibault Garnier", "Édouard Lacaze", 480, None, LineKind.PRIMARY),
    ("Leïla Benali", "Sylvie Aumont", 480, None, LineKind.PRIMARY),
    ("Jean-Baptiste Roy", "Édouard Lacaze", 400, None, LineKind.DOTTED),
    ("Sonia Marchetti", "Nora Pelletier", 200, None, LineKind.DOTTED),
    ("Gaspard Nivelle", "Anne-Laure Brunet", 480, None, LineKind.PRIMARY),
    ("Amina Cherif", "Anne-Laure Brunet", 480, None, LineKind.DOTTED),
    ("Bastien Roche", "Olivier Castan", 480, None, LineKind.PRIMARY),
    ("Pierre-Yves Morel", "Fabrice Leroy", 480, None, LineKind.PRIMARY),
    ("Solène Guérin", "Julien Hamel", 480, None, LineKind.PRIMARY),
    ("Clara Demange", "Nathalie Verdier", 300, None, LineKind.DOTTED),
    ("Odile Fontanel", "Bernard Astier", 480, None, LineKind.PRIMARY),
    ("Etienne Vidal", "Chantal Rouvier", 480, None, LineKind.PRIMARY),
    ("Mikkel Damgaard", "Lars Winther", 480, None, LineKind.PRIMARY),
    ("Agathe Simonin", "Stanislas Roche", 480, None, LineKind.PRIMARY),
    ("Romain Texier", "Stanislas Roche", 480, None, LineKind.PRIMARY),
    ("Victor Lang", "Irène Castel", 480, None, LineKind.PRIMARY),
    ("Maud Delcourt", "Inès Maréchal", 480, None, LineKind.PRIMARY),
    ("Quentin Faure", "Thibault Garnier", 480, None, LineKind.PRIMARY),
    ("Yann Le Goff", "Quentin Faure", 480, None, LineKind.PRIMARY),
    ("Nora Pelletier", "Inès Maréchal", 480, 130, LineKind.PRIMARY),
    ("Nora Pelletier", "Thibault Garnier", 130, None, LineKind.PRIMARY),
    ("Nora Pelletier", "Inès Maréchal", 130, None, LineKind.DOTTED),
    ("Amina Cherif", "Gaspard Nivelle", 480, None, LineKind.PRIMARY),
    ("Clara Demange", "Amina Cherif", 480, None, LineKind.PRIMARY),
    ("Hugo Perrin", "Odile Fontanel", 480, None, LineKind.PRIMARY),
    ("Rachida Amrani", "Odile Fontanel", 480, None, LineKind.PRIMARY),
    ("Lucie Chauvin", "Rachida Amrani", 480, None, LineKind.PRIMARY),
    ("Farid Toumi", "Hugo Perrin", 480, None, LineKind.PRIMARY),
    ("Freja Holm", "Mikkel Damgaard", 480, None, LineKind.PRIMARY),
    ("Jonas Bak", "Mikkel Damgaard", 480, None, LineKind.PRIMARY),
    ("Signe Lund", "Freja Holm", 480, None, LineKind.PRIMARY),
    ("Mélanie Aubry", "Agathe Simonin", 480, None, LineKind.PRIMARY),
    ("Fanny Besson", "Agathe Simonin", 480, None, LineKind.PRIMARY),
)

INFLUENCE = (
    # who, on whom, how much, since
    ("Quentin Faure", "Thibault Garnier", 3, 400),
    ("Maud Delcourt", "Inès Maréchal", 2, 380),
    ("Leïla Benali", "Thibault Garnier", 1, 200),
    ("Amina Cherif", "Gaspard Nivelle", 3, 390),
    ("Rachida Amrani", "Odile Fontanel", 3, 360),
    ("Jonas Bak", "Mikkel Damgaard", 2, 300),
    ("Victor Lang", "Romain Texier", 2, 250),
    ("Sylvie Aumont", "Édouard Lacaze", 3, 400),
    ("Jean-Baptiste Roy", "Inès Maréchal", 2, 300),
    ("Nathalie Verdier", "Gaspard Nivelle", 2, 260),
)

BONDS = (
    Bond(
        "Thibault Garnier",
        Role.SALES,
        (
            (360, 1, 3, Stance.NEUTRAL, "Met once at the air show.", None),
            (210, 2, 3, Stance.FAVORABLE, "Calls before he asks others.", None),
            (40, 3, 3, Stance.DRIVER, "Put the pilot into his own budget.", 180),
        ),
        "Prefers Thursdays, on site.",
    ),
    Bond(
        "Inès Maréchal",
        Role.SALES,
        (
            (300, 0, 2, Stance.UNKNOWN, "", None),
            (150, 1, 2, Stance.NEUTRAL, "Came to the workshop, asked about security.", None),
            (25, 2, 3, Stance.FAVORABLE, "Named us in her plan.", 180),
        ),
    ),
    Bond("Quentin Faure", Role.MANAGER, ((280, 2, 4, Stance.DRIVER, "Speaks for us.", None),)),
    Bond(
        "Leïla Benali",
        Role.SALES,
        ((85, 1, 2, Stance.RESERVED, "Wants three offers, always.", 60),),
    ),
    Bond(
        "Gaspard Nivelle",
        Role.SALES,
        (
            (370, 3, 3, Stance.FAVORABLE, "Partenaire de longue date.", None),
            (190, 2, 3, Stance.NEUTRAL, "Deux incidents de support coup sur coup.", None),
            (50, 1, 3, Stance.RESERVED, "Ne répond plus lui-même.", 120),
        ),
    ),
    Bond("Amina Cherif", Role.MANAGER, ((140, 2, 3, Stance.FAVORABLE, "", None),)),
    Bond(
        "Odile Fontanel",
        Role.SALES,
        (
            (330, 2, 3, Stance.FAVORABLE, "", None),
            (100, 3, 4, Stance.DRIVER, "A présenté le projet au conseil.", 365),
        ),
    ),
    Bond("Rachida Amrani", Role.MANAGER, ((160, 3, 3, Stance.DRIVER, "", None),)),
    Bond(
        "Mikkel Damgaard",
        Role.SALES,
        (
            (290, 1, 3, Stance.NEUTRAL, "", None),
            (70, 2, 3, Stance.FAVORABLE, "Walked the yard with us.", None),
        ),
    ),
    Bond("Jonas Bak", Role.SALES, ((120, 1, 2, Stance.OPPOSED, "Fears another interface.", None),)),
    Bond("Romain Texier", Role.SALES, ((200, 2, 3, Stance.FAVORABLE, "", None),)),
    Bond("Édouard Lacaze", Role.SALES, ((160, 0, 2, Stance.UNKNOWN, "", None),)),
    Bond(
        "Édouard Lacaze",
        Role.LEADERSHIP,
        (
            (240, 1, 3, Stance.UNKNOWN, "Sat beside him at the air show dinner.", None),
            (60, 2, 3, Stance.FAVORABLE, "Took the call on the same day.", None),
        ),
    ),
    Bond(
        "Jean-Baptiste Roy",
        Role.SALES,
        ((90, 1, 2, Stance.OPPOSED, "Wants the data to stay in the plants.", None),),
    ),
    Bond("Camille Roux", Role.MANAGER, ((120, 1, 2, Stance.RESERVED, "", None),)),
    Bond("Sonia Marchetti", Role.MANAGER, ((45, 2, 2, Stance.FAVORABLE, "", None),)),
    Bond("Anne-Laure Brunet", Role.LEADERSHIP, ((110, 1, 3, Stance.NEUTRAL, "", None),)),
    Bond(
        "Olivier Castan",
        Role.SALES,
        ((220, 2, 3, Stance.FAVORABLE, "Rencontré au comité d'architecture.", 90),),
    ),
    Bond("Julien Hamel", Role.MANAGER, ((75, 2, 3, Stance.FAVORABLE, "", None),)),
)

WITHDRAWN = {"Leïla Benali": 75, "Jonas Bak": 140}  # who took a consent back, days ago
GIVEN_AGAIN = {"Jonas Bak": 30}
INTERESTED = {"Gaspard Nivelle", "Etienne Vidal", "Ruth Okafor", "Victor Lang"}
NOT_TOLD = {"Etienne Vidal"}  # of our interest in writing to them
UNPROVEN = {"Farid Toumi", "Signe Lund"}  # on a list of people who agreed, and that is all
ENDING = {"Freja Holm": 390, "Lucie Chauvin": 370}  # whose consent holds for so many days
ON_THE_PHONE = {"Thibault Garnier", "Mikkel Damgaard"}  # who may be called, too
SILENT = {  # nobody asked them yet
    "Aïcha Diallo", "Anne-Laure Brunet", "Bastien Roche", "Bernard Astier", "Dev Anand",
    "Ilan Weiss", "Lars Winther", "Niamh Kearney", "Paul Vidal", "Sandrine Poulain",
    "Stanislas Roche", "Sylvie Aumont", "Tom Brisset", "Yann Le Goff", "Édouard Lacaze",
}  # fmt: skip
BOUNCED = "Pierre-Yves Morel"


class Players:
    """Who is meant by a name: contacts, and the people of ours around an account."""

    def __init__(self) -> None:
        rows = Contact.objects.visible_to(SYSTEM).select_related("account")
        self.contacts = {row.name: row for row in rows.order_by("pk")}
        self.accounts = {row.account.name: row.account for row in self.contacts.values()}
        team = TeamMember.objects.visible_to(SYSTEM).select_related("user")
        self.ours = {(row.account_id, row.user.role): row.user for row in team}

    def near(self, contact: Contact, role: Role) -> User:
        """Return the one of us of that role on the team of a contact's account."""
        found: User = self.ours[contact.account_id, role]
        return found


def tell_people(scene: Scene) -> None:
    """Write groups and templates, lines, relationships and consents of the accounts told."""
    for name, colleagues in COLLEAGUES.items():
        account = Account.objects.visible_to(SYSTEM).get(name=name)
        for colleague in colleagues:
            tell_colleague(scene, account, colleague)
    for name in SPONSORED:
        tell_sponsor(scene, Account.objects.visible_to(SYSTEM).get(name=name))
    players = Players()
    solutions = tell_solutions(scene)
    for kind in (RecordType.GROUP, RecordType.CONSENT):
        begin = scene.at(YEAR_AND_MORE)
        save(DataFeed(record_type=kind, source="demo", covers_from=begin, recorded_at=begin))
    for group in GROUPS:
        tell_group(scene, players, group, solutions.get(group.solution))
    tell_lines(scene, players)
    for bond in BONDS:
        tell_bond(scene, players, bond)
    for contact in players.contacts.values():
        tell_consents(scene, players, contact)


def tell_colleague(scene: Scene, account: Account, told: Colleague) -> None:
    """Write somebody more at an account, and from when to when they work there."""
    first, last = fold(told.name).split(" ", 1)
    contact = save(
        Contact(
            account=account,
            name=told.name,
            email=f"{first}.{last.replace(' ', '-')}@{account.domains[0]}",
            title=told.title,
            function=told.function,
            seniority=told.seniority,
            email_status=EmailStatus.VALID,
            recorded_at=scene.at(told.since),
        )
    )
    job = Employment(contact=contact, account=account, title=told.title)
    job.from_at = scene.at(told.since)
    job.to_at = None if told.until is None else scene.at(told.until)
    remember(job, scene.at(told.since))


def tell_sponsor(scene: Scene, account: Account) -> None:
    """Put one of our leaders on the team of an account."""
    leader = User.objects.filter(role=Role.LEADERSHIP).order_by("pk")[0]
    start = scene.at(YEAR_AND_MORE - 100)
    member = TeamMember(account=account, user=leader, position=Position.EXECUTIVE, from_at=start)
    remember(member, start)


def tell_solutions(scene: Scene) -> dict[str, Solution]:
    """Write what we sell, and the templates of each and of the program."""
    start = scene.at(YEAR_AND_MORE)
    found = {}
    for key, english, french, roles in SOLUTIONS:
        found[key] = save(Solution(name_en=english, name_fr=french))
        for role, people, weight in roles:
            need = RoleNeed(solution=found[key], role=role, people=people, weight=Decimal(weight))
            need.from_at = start
            need.is_required = role in {DECIDER, CHAMPION}
            remember(need, start)
    for role, people, weight in OF_PROGRAM:
        need = RoleNeed(program=scene.program, role=role, people=people, weight=Decimal(weight))
        need.from_at = start
        remember(need, start)
    return found


def tell_group(scene: Scene, players: Players, told: Group, solution: Solution | None) -> None:
    """Write a buying group, when it was a target, and who is in it since when."""
    group = save(
        BuyingGroup(
            account=players.accounts[told.account],
            name=told.name,
            solution=solution,
            need=told.need,
        )
    )
    times = [(told.since, False)] if told.target != told.since else []
    times += [(told.target, True)] if told.target is not None else []
    stop, again = PAUSED.get(told.name, (None, None))
    times += [(stop, False), (again, True)] if stop and again else []
    ends = [ago for ago, _ in times[1:]] + [told.closed]
    for (ago, is_target), until in zip(times, ends, strict=True):
        to_at = None if until is None else scene.at(until)
        row = GroupPeriod(group=group, is_target=is_target, from_at=scene.at(ago), to_at=to_at)
        remember(row, scene.at(ago))
    for name, role, ago, is_confirmed in told.members:
        contact = players.contacts[name]
        known_by = players.near(contact, Role.MANAGER) if is_confirmed else None
        member = Membership(group=group, contact=contact, role=role, confirmed_by=known_by)
        member.from_at = scene.at(ago)
        member.to_at = None if told.closed is None else scene.at(told.closed)
        remember(member, scene.at(ago))
    for name, role, since, until in FORMER.get(told.name, ()):
        member = Membership(group=group, contact=players.contacts[name], role=role)
        member.confirmed_by = players.near(member.contact, Role.MANAGER)
        member.from_at, member.to_at = scene.at(since), scene.at(until)
        remember(member, scene.at(since))


def tell_lines(scene: Scene, players: Players) -> None:
    """Write who reports to whom, and who listens to whom."""
    bosses = [
        (each.name, each.boss, each.since, each.until, LineKind.PRIMARY)
        for colleagues in COLLEAGUES.values()
        for each in colleagues
        if each.boss
    ]
    for name, to, since, until, kind in [*REPORTS, *bosses]:
        line = ReportingLine(contact=players.contacts[name], manager=players.contacts[to])
        line.kind, line.from_at = kind, scene.at(since)
        line.to_at = None if until is None else scene.at(until)
        remember(line, scene.at(since))
    for name, on, weight, since in INFLUENCE:
        ear = InfluenceLine(contact=players.contacts[name], influenced=players.contacts[on])
        ear.weight, ear.from_at = weight, scene.at(since)
        remember(ear, scene.at(since))


def tell_bond(scene: Scene, players: Players, told: Bond) -> None:
    """Write a relationship and how its ratings changed over the year."""
    contact = players.contacts[told.contact]
    user = players.near(contact, told.user)
    relationship = save(Relationship(contact=contact, user=user, note=told.note))
    for ago, level, wanted, stance, reason, days in told.ratings:
        rating = RelationshipRating(
            relationship=relationship,
            level=level,
            wanted=wanted,
            stance=stance,
            reason=reason,
            expires_on=None if days is None else scene.day(ago - days),
            occurred_at=scene.at(ago, 18),
        )
        rating.recorded_at = scene.at(ago, 18)
        record(Actor.of_person(user), rating)


def tell_consents(scene: Scene, players: Players, contact: Contact) -> None:
    """Write the ledger of a contact: most consented, some are informed, two said no."""
    if contact.name in SILENT:
        return
    keeper = players.near(contact, Role.MANAGER)

    def say(action: ConsentAction, ago: int, proof: str, **others: Any) -> None:
        line = ConsentEvent(contact=contact, recorded_by=keeper, action=action, proof_ref=proof)
        write_line(scene, line, ago, others)

    if contact.name in INTERESTED:
        told = None if contact.name in NOT_TOLD else scene.at(330)
        say(
            ConsentAction.INFORMED,
            330,
            "Assessment of interests, version 2",
            basis=ConsentBasis.LEGITIMATE_INTEREST,
            informed_at=told,
        )
    elif contact.name in UNPROVEN:
        say(ConsentAction.GIVEN, 340, "", source=ConsentSource.IMPORT)
    else:
        days = ENDING.get(contact.name)
        end = None if days is None else scene.at(340 - days)
        say(ConsentAction.GIVEN, 340, "Form of the trade fair", expires_at=end)
    if contact.name in ON_THE_PHONE:
        say(ConsentAction.GIVEN, 200, "Card of the visit", channel=ConsentChannel.PHONE)
    if ago := WITHDRAWN.get(contact.name):
        say(ConsentAction.WITHDRAWN, ago, "Link in the newsletter")
    if ago := GIVEN_AGAIN.get(contact.name):
        say(ConsentAction.GIVEN, ago, "Signed on the visit")
    if contact.name == BOUNCED:
        Suppression.objects.create(
            contact=contact,
            address_hash=keyed_hash(contact.email, settings.ADDRESS_KEY),
            reason=SuppressionReason.BOUNCED,
            occurred_at=scene.at(95),
            recorded_at=scene.at(95),
            source=ConsentSource.PERSON,
        )


def write_line(scene: Scene, line: ConsentEvent, ago: int, others: dict[str, Any]) -> None:
    """Write a line of a ledger as it was written down then."""
    said = {"source": ConsentSource.PERSON, "wording": "Marketing, version 3"} | others
    for name, value in said.items():
        setattr(line, name, value)
    line.occurred_at = line.recorded_at = scene.at(ago)
    line.full_clean()
    line.save(force_insert=True)
