"""What the use of social networks means, as far as it is measured."""

from metrics.calc import scales
from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.words import SpreadOf, Words

CALC = "metrics.calc.social"
RATE = 5  # contacts, before a share of them says something
LEAST_INDICES = 5  # people, before a mean of their own indices is shown

SELLING = (
    "social_team_months", "social_posts", "social_connections", "social_remarks",
    "social_exchanges",
)  # fmt: skip
TARGETS = tuple(f"social_target_{part}" for part in scales.SOCIAL_TARGETS)
WEIGHTS = tuple(f"social_weight_{part}" for part in scales.SOCIAL_WEIGHTS)
COMMUNICATION = ("social_taking_part", "social_profiled", "social_told")
MATURITY = ("social_levels", "social_level_accounts")

SOCIAL: tuple[Definition, ...] = (
    Definition(
        key="social_score",
        meaning=Words(
            "How well social networks are used, from 0 to 100: what our team does there counts for"
            " {social_weight_selling}, how developed our practice is for {social_weight_maturity},"
            " and how many of the account's people take part for {social_weight_communication}."
            " What nobody knows drops out, down to half of the weight.",
            "Qualité de l'usage des réseaux sociaux, de 0 à 100 : ce qu'y fait notre équipe compte"
            " pour {social_weight_selling}, la maturité de notre pratique pour"
            " {social_weight_maturity}, la part des personnes du compte qui y participent pour"
            " {social_weight_communication}. Ce que personne ne sait est laissé de côté,"
            " jusqu'à la moitié du poids.",
        ),
        form=Form.LEVEL,
        inputs=(*SELLING, *MATURITY, *COMMUNICATION),
        opens="social_selling",
        calculation=f"{CALC}.score",
        defaults={"subject": "ours"},
        takes=(*TARGETS, *WEIGHTS),
        components=("social_selling_activity", "social_maturity", "social_communication"),
    ),
    Definition(
        key="social_selling_activity",
        meaning=Words(
            "What the team of the account does in social networks, from 0 to 100 in four parts of"
            " 25: posts ({social_target_posts} a month), new connections with people of the account"
            " ({social_target_connections}), comments and shares on what these publish"
            " ({social_target_remarks}), exchanges in which both sides spoke"
            " ({social_target_exchanges}). A post of"
            " somebody on several teams counts for each of their accounts. Of several accounts,"
            " what their teams did together, against what was asked of them together.",
            "Ce que l'équipe du compte fait sur les réseaux sociaux, de 0 à 100 en quatre parts de"
            " 25 : publications ({social_target_posts} par mois), nouvelles relations avec des"
            " personnes du compte ({social_target_connections}), commentaires et partages de ce"
            " qu'elles publient ({social_target_remarks}), échanges où chacun a parlé"
            " ({social_target_exchanges})."
            " La publication d'une personne de plusieurs équipes compte pour chacun de ses comptes."
            " Pour plusieurs comptes, ce que leurs équipes ont fait ensemble, rapporté à ce qui"
            " leur était demandé ensemble.",
        ),
        form=Form.LEVEL,
        inputs=SELLING,
        opens="social_selling",
        calculation=f"{CALC}.selling",
        takes=TARGETS,
        components=("social_posts", "social_conversations"),
    ),
    Definition(
        key="ssi_imported",
        meaning=Words(
            "Mean of the Social Selling Index that LinkedIn last showed the people of the team, in"
            f" {scales.SSI_DAYS} days. It is theirs: it is shown of five people or more, and whose"
            " it is to them and their manager alone.",
            "Moyenne du Social Selling Index que LinkedIn a affiché en dernier aux personnes de"
            f" l'équipe, depuis {scales.SSI_DAYS} jours. Il leur appartient : il n'est montré qu'à"
            " partir de cinq personnes, et nommément à elles et à leur responsable seuls.",
        ),
        form=Form.MEAN,
        inputs=("ssi_scores", "ssi_people"),
        opens="ssi_read",
        calculation=f"{CALC}.imported",
        hidden_below=LEAST_INDICES,
        least_cases=LEAST_INDICES,
    ),
    Definition(
        key="social_maturity",
        meaning=Words(
            "How developed the use of social networks is, from 0 to 100, by the latest assessment"
            f" of {scales.SOCIAL_ASSESSMENT_DAYS} days: dormant 0, testing 25, coordinating 50,"
            " scaling 75, empowering 100. That of our team unless the account's is asked for; of"
            " several accounts, the mean.",
            "Maturité de l'usage des réseaux sociaux, de 0 à 100, d'après la dernière évaluation"
            f" de moins de {scales.SOCIAL_ASSESSMENT_DAYS} jours : en sommeil 0, essais 25,"
            " coordination 50, montée en puissance 75, autonomie 100. Celle de notre équipe, sauf"
            " si celle du compte est demandée ; pour plusieurs comptes, la moyenne.",
        ),
        form=Form.MEAN,
        inputs=MATURITY,
        opens="social_assessed",
        calculation=f"{CALC}.maturity",
        defaults={"subject": "ours"},
        spread_of=SpreadOf.ACCOUNTS,
    ),
    Definition(
        key="social_communication",
        meaning=Words(
            "Of the contacts whose profile in a social network we know, the share who liked,"
            " commented, shared or answered us there in the period.",
            "Parmi les contacts dont nous connaissons un profil sur un réseau social, la part de"
            " ceux qui y ont aimé, commenté, partagé ou nous ont répondu dans la période.",
        ),
        form=Form.SHARE,
        inputs=COMMUNICATION,
        opens="social_profiled",
        calculation=f"{CALC}.communication",
        least_cases=RATE,
    ),
    Definition(
        key="social_engaged_contacts",
        meaning=Words(
            "People of the account who liked, commented, shared or answered us in social networks"
            " in the period.",
            "Personnes du compte ayant aimé, commenté, partagé ou répondu sur les réseaux sociaux"
            " dans la période.",
        ),
        form=Form.COUNT,
        inputs=("social_reacting",),
        opens="social_reacting",
        calculation=f"{CALC}.reacting",
    ),
    Definition(
        key="social_engagement_rate",
        meaning=Words(
            "Of the times that our posts were shown to people of the account, the share that they"
            " liked, commented, shared or clicked. Where no platform says how often posts were"
            " shown, or fewer than five people reacted, only the counts are given.",
            "Sur le nombre de fois où nos publications ont été montrées aux personnes du compte, la"
            " part de celles qu'elles ont aimées, commentées, partagées ou cliquées. Si aucune"
            " plateforme ne dit combien de fois elles ont été montrées, ou si moins de cinq"
            " personnes ont réagi, seuls les décomptes sont donnés.",
        ),
        form=Form.SHARE,
        inputs=("social_post_reactions", "social_shown", "social_post_people"),
        opens="social_post_reactions",
        calculation=f"{CALC}.post_rate",
        least_cases=RATE,
    ),
    Definition(
        key="social_posts",
        meaning=Words(
            "Posts of ours in the period: those of people on the account's team, and those of all"
            " of us that were told of the account. A post told twice is one.",
            "Nos publications de la période : celles des personnes de l'équipe du compte, et celles"
            " de tous rattachées au compte. Une publication signalée deux fois compte une fois.",
        ),
        form=Form.COUNT,
        inputs=("social_posts",),
        opens="social_posts",
        calculation=f"{CALC}.counted",
    ),
    Definition(
        key="social_conversations",
        meaning=Words(
            "Exchanges in which both sides spoke: a comment or a direct message that was answered"
            f" within {scales.SOCIAL_ANSWER_DAYS} days. One with the same person, in messages or"
            " below the same post, counts once a month.",
            "Échanges où chacun a parlé : un commentaire ou un message direct ayant reçu une"
            f" réponse sous {scales.SOCIAL_ANSWER_DAYS} jours. Avec une même personne, par messages"
            " ou sous une même publication, il compte une fois par mois.",
        ),
        form=Form.COUNT,
        inputs=("social_exchanges",),
        opens="social_exchanges",
        calculation=f"{CALC}.counted",
    ),
)
