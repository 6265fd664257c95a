"""A file in the demo: people met at a fair, of whom some are known and one has no home yet."""

from abmplanner.demo.cast import ANA
from abmplanner.demo.scene import Scene
from abmplanner.kit.actor import Actor
from accounts.ingest.intake import take_in
from accounts.ingest.run import run_to_end

PEOPLE = (
    "ID,Name,Email,Company,Title",
    "F-101,Margaux Tellier,margaux.tellier@aerolys.test,Aerolys,Ingénieure méthodes",
    "F-102,Quentin Faure,quentin.faure@aerolys.test,Aerolys,Plant director",
    "F-103,Ludovic Arnoux,ludovic.arnoux@lumiere-retail.test,Lumière Retail,Chef de projet",
    "F-104,Anke Visser,anke.visser@nordhaven.test,Nordhaven Logistics,Yard planner",
    "F-105,Sven Aaberg,sven.aaberg@skagen-fisk.test,Skagen Fisk,Operations manager",
    "F-106,Yvette Lorrain,yvette.lorrain(at)vauquelin,Banque Vauquelin,Chargée d'études",
    "F-101,Margaux Tellier,margaux.tellier@aerolys.test,Aerolys,Ingénieure méthodes",
)


def tell_imports(scene: Scene) -> None:
    """Take in the list of a fair, as whoever keeps the plans did this morning."""
    actor = Actor.of_person(scene.users[ANA.email])
    body = "\n".join(PEOPLE).encode()
    run = take_in(
        actor,
        [body],
        file_name="industry-days-lyon.csv",
        kind="contacts",
        mapping=None,
        system="fair",
        program=scene.program,
    )
    run_to_end(actor, run)
