"""Help on reach inside accounts: whom we need, whom we know, whom we may write to."""

from metrics.catalogue.help.page import Example, Page, given
from metrics.catalogue.words import Family, Words

PENETRATION = Page(
    key="penetration",
    family=Family.PENETRATION,
    title=Words("Reach inside accounts", "Pénétration des comptes"),
    lead=Words(
        "How many of the people who decide we know, how good these contacts are, and whom we may"
        " write to.",
        "Combien de ceux qui décident nous connaissons, ce que valent ces contacts, et à qui nous"
        " pouvons écrire.",
    ),
    inputs=(
        Words(
            "Contacts with title, level, state of their e-mail address, and from when to when they"
            " work at the account.",
            "Les contacts avec fonction, niveau, état de leur adresse e-mail, et de quand à quand"
            " ils travaillent au compte.",
        ),
        Words(
            "Buying groups with their members and roles, and the template that says how many"
            " people each role needs.",
            "Les groupes acheteurs avec membres et rôles, et le modèle qui dit combien de"
            " personnes chaque rôle demande.",
        ),
        Words(
            "The ledger of consents: each line with its purpose, channel, ground, proof and day.",
            "Le registre des consentements : chaque ligne avec finalité, canal, base, preuve et"
            " jour.",
        ),
    ),
    steps=(
        Words(
            "The template of each open buying group gives its places: a role that needs two people"
            " is two places, each with the weight of the role.",
            "Le modèle de chaque groupe acheteur ouvert donne ses places : un rôle qui demande"
            " deux personnes fait deux places, chacune du poids du rôle.",
        ),
        Words(
            "A place is filled by a member who works at the account on that day. A third"
            " influencer never pays for a missing champion.",
            "Une place est tenue par un membre qui travaille au compte ce jour-là. Un troisième"
            " prescripteur ne remplace jamais un allié qui manque.",
        ),
        Words(
            "Coverage is the weight of filled places over that of all places. The stricter kinds"
            " ask in turn that the holder may be contacted, is active, and knows us well.",
            "La couverture est le poids des places tenues sur celui de toutes les places. Les"
            " formes plus strictes exigent tour à tour que le titulaire soit joignable, actif, et"
            " nous connaisse bien.",
        ),
        Words(
            "The quality of a contact weighs level {#quality_level}, role {#quality_role},"
            " relationship {#quality_strength} and data {#quality_validity}; what is not known"
            " leaves the weights, and where less than {quality_least} of them is known there is no"
            " quality.",
            "La qualité d'un contact pèse niveau {#quality_level}, rôle {#quality_role}, relation"
            " {#quality_strength} et données {#quality_validity} ; ce qui n'est pas connu sort des"
            " poids, et si moins de {quality_least} en est connu il n'y a pas de qualité.",
        ),
        Words(
            "A contact may be written to if a consent with proof holds, or a legitimate interest"
            " of which they were informed, and nothing speaks against it: no withdrawal, no"
            " objection, no suppressed address, no retention that is over.",
            "On peut écrire à un contact si un consentement prouvé est valable, ou un intérêt"
            " légitime dont il a été informé, et si rien ne s'y oppose : ni retrait, ni"
            " opposition, ni adresse supprimée, ni durée de conservation dépassée.",
        ),
    ),
    guarantees=(
        Words(
            "An account without a template has no coverage, and is counted as such. It is not 0%.",
            "Un compte sans modèle n'a pas de couverture, et est compté comme tel. Ce n'est pas 0"
            " %.",
        ),
        Words(
            "Of several accounts, places are added up; percentages are never averaged.",
            "De plusieurs comptes, les places s'additionnent ; on ne fait jamais la moyenne de"
            " pourcentages.",
        ),
        Words(
            "Who left the account fills nothing from that day on, and did until then.",
            "Qui a quitté le compte ne tient plus de place dès ce jour, et en tenait jusque-là.",
        ),
        Words(
            "A withdrawal holds from its instant and never rewrites what was before; of merged"
            " records the strictest state holds.",
            "Un retrait vaut dès son instant et ne réécrit jamais ce qui précède ; de fiches"
            " fusionnées, l'état le plus strict l'emporte.",
        ),
        Words(
            "An import that says “consent: yes” without proof makes nobody writable.",
            "Un import qui dit « consentement : oui » sans preuve ne rend personne joignable.",
        ),
    ),
    examples=(
        Example(
            of="account_coverage",
            told=Words(
                "A group needs a decision maker, a champion, two influencers, two users and"
                " somebody from procurement. It has the decision maker, three influencers and one"
                " user.",
                "Un groupe demande un décideur, un allié, deux prescripteurs, deux utilisateurs et"
                " un acheteur. Il a le décideur, trois prescripteurs et un utilisateur.",
            ),
            given=(
                given("places filled", "places tenues", 4),
                given("places in all", "places en tout", 7),
                given("people needed", "personnes nécessaires", 7),
            ),
        ),
        Example(
            of="contact_quality_score",
            told=Words(
                "A chief information officer who decides; a manager who uses; and a champion whose"
                " title we don't know.",
                "Un directeur informatique qui décide ; un responsable qui utilise ; et un allié"
                " dont nous ignorons la fonction.",
            ),
            given=(
                given("account", "compte", [1.0, 1.0, 1.0]),
                given("level", "niveau", [100.0, 50.0, None]),
                given("role", "rôle", [100.0, 40.0, 90.0]),
                given("relationship", "relation", [55.6, 20.0, 80.0]),
                given("data", "données", [100.0, 60.0, 80.0]),
            ),
        ),
        Example(
            of="gdpr_compliant_rate",
            told=Words(
                "Four consents with proof and three people informed of a legitimate interest; one"
                " consent was withdrawn, one person was never informed, and one is erased and in"
                " neither number.",
                "Quatre consentements prouvés et trois personnes informées d'un intérêt légitime ;"
                " un consentement retiré, une personne jamais informée, et une effacée, absente"
                " des deux nombres.",
            ),
            given=(
                given("may be written to", "joignables", 7),
                given("contacts held", "contacts conservés", 9),
            ),
        ),
    ),
    more=("relationships",),
    sources=(
        Words(
            "Regulation (EU) 2016/679, articles 4, 6, 7, 13, 14, 17 and 21; French practice for"
            " professional addresses and three years without contact after the CNIL.",
            "Règlement (UE) 2016/679, articles 4, 6, 7, 13, 14, 17 et 21 ; adresses"
            " professionnelles et trois ans sans contact selon la CNIL.",
        ),
        Words(
            "Roles of buying groups after Adobe and Forrester. Places, weights and the ladder of"
            " coverage are our own.",
            "Rôles des groupes acheteurs d'après Adobe et Forrester. Les places, les poids et"
            " l'échelle de couverture sont de nous.",
        ),
    ),
)
