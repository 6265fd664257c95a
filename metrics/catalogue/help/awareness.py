"""Help on awareness and feeling: what customers and sales say, and which accounts are new."""

from metrics.catalogue.help.page import Example, Page, given
from metrics.catalogue.words import Family, Words

AWARENESS = Page(
    key="awareness",
    family=Family.AWARENESS,
    title=Words("Awareness and feeling", "Notoriété et ressenti"),
    lead=Words(
        "What customers say of us, what sales say of marketing, and which accounts are new in a"
        " program.",
        "Ce que les clients disent de nous, ce que les ventes disent du marketing, et quels"
        " comptes sont nouveaux dans un programme.",
    ),
    inputs=(
        Words(
            "Invitations of a survey with the day on which they were delivered, and answers from 0"
            " to 10 with the day on which they were given.",
            "Les invitations à une enquête avec leur jour de remise, et les réponses de 0 à 10"
            " avec le jour où elles ont été données.",
        ),
        Words(
            "Feedback of sales, and ratings by people at the account, each on the scale on which"
            " it was asked.",
            "Les retours des ventes et les notes de personnes du compte, chacune sur l'échelle où"
            " elle a été demandée.",
        ),
        Words(
            "Enrolments: from when to when an account is in a program.",
            "Les inscriptions : de quand à quand un compte fait partie d'un programme.",
        ),
    ),
    steps=(
        Words(
            "Of each person, the latest answer of the period counts; merged people are one person.",
            "De chaque personne, la dernière réponse de la période compte ; des personnes"
            " fusionnées n'en font qu'une.",
        ),
        Words(
            "Answers of 9 and 10 are promoters, 7 and 8 passives, 0 to 6 detractors. The score is"
            " the share of promoters less the share of detractors.",
            "Les réponses 9 et 10 sont des promoteurs, 7 et 8 des passifs, 0 à 6 des détracteurs."
            " Le score est la part des promoteurs moins celle des détracteurs.",
        ),
        Words(
            "Of several accounts the answers are put together and counted again. The mean of"
            " accounts' scores is another number, and has its own name.",
            "De plusieurs comptes, les réponses sont réunies et recomptées. La moyenne des scores"
            " par compte est un autre nombre, et porte son propre nom.",
        ),
        Words(
            "The response rate follows those who were asked in the period up to the day asked"
            " about; while the last of them still have time to answer, {survey_answer_days}, it is"
            " the rate so far.",
            "Le taux de réponse suit les personnes interrogées dans la période jusqu'au jour"
            " demandé ; tant que les dernières ont encore le temps de répondre,"
            " {survey_answer_days}, c'est le taux à ce stade.",
        ),
        Words(
            "Ratings are brought to 0 to 100 by the scale on which each was asked. Sales and"
            " accounts are two voices: each is a mean of its own answers, and both weigh the same.",
            "Les notes sont ramenées de 0 à 100 selon l'échelle où chacune a été demandée. Les"
            " ventes et les comptes sont deux voix : chacune est la moyenne de ses réponses, et"
            " les deux pèsent autant.",
        ),
        Words(
            "An account is new in the month of its first enrolment. Coming back is not being new.",
            "Un compte est nouveau le mois de sa première inscription. Revenir n'est pas être"
            " nouveau.",
        ),
    ),
    guarantees=(
        Words(
            "Of fewer than five people no score is shown, only how many they are: a score would be"
            " somebody's opinion.",
            "De moins de cinq personnes, aucun score n'est montré, seulement leur nombre : un"
            " score serait l'opinion de quelqu'un.",
        ),
        Words(
            "Silence is never taken for a middling answer; the response rate stands beside the"
            " score.",
            "Le silence n'est jamais pris pour une réponse moyenne ; le taux de réponse figure à"
            " côté du score.",
        ),
        Words(
            "Without a survey that was running, nothing is measured. It is not zero.",
            "Sans enquête en cours, rien n'est mesuré. Ce n'est pas zéro.",
        ),
        Words(
            "Who rated a colleague is read by that colleague's manager alone, and no manager's"
            " rating of their own people counts.",
            "L'auteur d'une note sur un collègue n'est lu que par le responsable de celui-ci, et"
            " la note d'un responsable sur ses propres collaborateurs ne compte pas.",
        ),
        Words(
            "A person who is erased leaves the number as it was, without a name.",
            "Une personne effacée laisse le nombre tel qu'il était, sans nom.",
        ),
    ),
    examples=(
        Example(
            of="nps",
            told=Words(
                "Customers of one account answered a wave of the survey.",
                "Les clients d'un compte ont répondu à une vague de l'enquête.",
            ),
            given=(
                given("answered 9 or 10", "ont répondu 9 ou 10", 5),
                given("answered 7 or 8", "ont répondu 7 ou 8", 2),
                given("answered 0 to 6", "ont répondu 0 à 6", 3),
            ),
        ),
        Example(
            of="nps_response_rate",
            told=Words(
                "A wave was sent out, and the time to answer it is over.",
                "Une vague a été envoyée, et le temps d'y répondre est écoulé.",
            ),
            given=(
                given("answered", "ont répondu", 8),
                given("were asked", "ont été interrogées", 20),
                given("can still answer", "peuvent encore répondre", 0),
            ),
        ),
        Example(
            of="nps_account_weighted",
            told=Words(
                "The same account and a small one, each counting once: far from the score of all"
                " answers together.",
                "Le même compte et un petit, chacun comptant une fois : loin du score de toutes"
                " les réponses réunies.",
            ),
            given=(
                given(
                    "account of each answer",
                    "compte de chaque réponse",
                    [1.0] * 10 + [2.0] * 2,
                ),
                given(
                    "worth of each answer: one, none or minus one",
                    "valeur de chaque réponse : plus un, zéro ou moins un",
                    [1.0] * 5 + [0.0] * 2 + [-1.0] * 3 + [1.0] * 2,
                ),
            ),
        ),
        Example(
            of="new_target_accounts",
            told=Words(
                "Accounts entered the program for the first time this month.",
                "Des comptes sont entrés pour la première fois dans le programme ce mois-ci.",
            ),
            given=(given("first enrolments", "premières inscriptions", 2),),
        ),
    ),
    sources=(
        Words(
            "F. F. Reichheld, “The One Number You Need to Grow”, Harvard Business Review, 2003."
            " Net Promoter and NPS are registered trademarks of Bain & Company, Fred Reichheld and"
            " NICE Satmetrix.",
            "F. F. Reichheld, « The One Number You Need to Grow », Harvard Business Review, 2003."
            " Net Promoter et NPS sont des marques déposées de Bain & Company, Fred Reichheld et"
            " NICE Satmetrix.",
        ),
        Words(
            "Interval of the score, adjusted Wald: B. Rocks, The American Statistician, 2016."
            " Interval of shares: E. B. Wilson, Journal of the American Statistical Association,"
            " 1927.",
            "Intervalle du score, Wald ajusté : B. Rocks, The American Statistician, 2016."
            " Intervalle des parts : E. B. Wilson, Journal of the American Statistical"
            " Association, 1927.",
        ),
        Words(
            "Our own choices: five opinions before a score, the time to answer, two voices of"
            " equal weight.",
            "Nos propres choix : cinq opinions avant un score, le temps de répondre, deux voix de"
            " même poids.",
        ),
    ),
)
