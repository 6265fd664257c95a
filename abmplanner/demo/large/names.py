"""Made-up names: of companies, of people, and of what these do there."""

from random import Random

from accounts.enums import Seniority

STARTS = (
    "Aero", "Alba", "Arden", "Astra", "Bel", "Boreal", "Calder", "Cara", "Cel", "Cor", "Delta",
    "Dor", "Ely", "Ener", "Fal", "Ferro", "Gala", "Glen", "Hali", "Helio", "Ind", "Isar", "Jura",
    "Kal", "Kestrel", "Lumi", "Mar", "Meri", "Nor", "Nova", "Ori", "Pel", "Quanta", "Rho", "Sol",
    "Tern", "Umbra", "Vela", "Wes", "Zephy",
)  # fmt: skip
ENDS = (
    "bank", "bridge", "care", "cast", "cel", "dale", "dyne", "field", "flux", "form", "gard",
    "gen", "gon", "lane", "line", "lith", "mar", "mont", "nex", "port", "ris", "stad", "tec",
    "tis", "tor", "via", "vis", "ward", "well", "zen",
)  # fmt: skip
TRADES = (
    "Aviation", "Bank", "Chemicals", "Energy", "Foods", "Freight", "Glass", "Health", "Insurance",
    "Logistics", "Materials", "Mobility", "Networks", "Optics", "Paper", "Pharma", "Rail",
    "Robotics", "Steel", "Textiles",
)  # fmt: skip
COUNTRIES = (
    "France", "Germany", "United Kingdom", "Italy", "Spain", "Netherlands", "Belgium", "Sweden",
    "United States", "Canada",
)  # fmt: skip
FIRST_NAMES = (
    "Adèle", "Bruno", "Chiara", "David", "Elif", "Farid", "Greta", "Hugo", "Inès", "Jonas",
    "Katarina", "Léa", "Mehdi", "Nora", "Oscar", "Paula", "Quentin", "Rosa", "Samir", "Tilda",
    "Ugo", "Vera", "Wim", "Yasmine", "Zoé",
)  # fmt: skip
LAST_NAMES = (
    "Abbott", "Bianchi", "Carlsen", "Dubois", "Eriksen", "Fontaine", "Garnier", "Hoffmann",
    "Ionescu", "Jansen", "Keller", "Lambert", "Moreau", "Novak", "Okafor", "Petit", "Quinn",
    "Rossi", "Schmidt", "Tanaka", "Ueda", "Vidal", "Weber", "Yilmaz", "Zimmer",
)  # fmt: skip
TITLES = (
    ("Chief Information Officer", "IT", Seniority.EXECUTIVE),
    ("Chief Financial Officer", "Finance", Seniority.EXECUTIVE),
    ("VP Operations", "Operations", Seniority.VICE_PRESIDENT),
    ("Director of Engineering", "Engineering", Seniority.DIRECTOR),
    ("IT Director", "IT", Seniority.DIRECTOR),
    ("Head of Procurement", "Procurement", Seniority.MANAGER),
    ("Purchasing Manager", "Procurement", Seniority.MANAGER),
    ("Project Manager", "Operations", Seniority.MANAGER),
    ("Systems Engineer", "IT", Seniority.STAFF),
    ("Business Analyst", "Finance", Seniority.STAFF),
    ("Process Specialist", "Operations", Seniority.STAFF),
    ("Consultant", "", Seniority.UNKNOWN),
)


def company(rng: Random) -> tuple[str, str]:
    """Return the name of a company, and its trade."""
    trade = rng.choice(TRADES)
    return f"{rng.choice(STARTS)}{rng.choice(ENDS)} {trade}", trade


def person(rng: Random) -> str:
    """Return the name of a person."""
    return f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
