"""Each kind of file: twice, in French, changed, put right, and undone."""

from dataclasses import dataclass, field

import pytest

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.history import Logged
from abmplanner.kit.scope import ScopedModel
from accounts.enums import ImportKind
from accounts.ingest.kinds.registry import KINDS
from accounts.models import (
    ExternalId,
)
from tests.accounts.ingest.test_run import PIPELINE, bring, counts, verdicts
from tests.accounts.ingest.test_undo import undone
from tests.factories import (
    AccountFactory,
    BuyingGroupFactory,
    CampaignFactory,
    ContactFactory,
    CustomIndicatorFactory,
    ObjectiveFactory,
    ProgramFactory,
    SolutionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)  # undoing asks who wrote when


@dataclass(frozen=True)
class Case:
    """A file of one kind in English, the same in French, one that differs, and one that is wrong.

    made is how many rows are new; changed what becomes of the lines that differ.
    """

    english: list[str]
    french: list[str]
    made: dict[str, int]
    differing: list[str] = field(default_factory=list)
    changed: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    refused: str = ""


CASES: dict[str, Case] = {
    "consents": Case(
        ["Contact ID,Action,Date,Purpose,Channel,Legal basis,Proof,Source",
         "c1,Given,2026-01-05,Marketing messages,E-mail,Consent,form 7,trade fair",
         "c1,withdrawn,2026-02-05,marketing,email,consent,,"],
        ["contact_id;Action;Le;Finalité;Canal;Base légale;Preuve;Origine",
         "c1;Donné;05/01/2026;marketing;email;consent;form 7;trade fair",
         "c1;Retiré;05/02/2026;marketing;email;consent;;"],
        {"created": 2},
        wrong=["Contact ID,Action,Date", "c1,given,2098-01-01"], refused="refused",
    ),
    "suppressions": Case(
        ["Email,Reason,Date", "Gone@acme.example,Unsubscribed,2026-01-05"],
        ["Courriel;Motif;Le", "gone@ACME.example;unsubscribed;05/01/2026"],
        {"created": 1},
        wrong=["Email,Reason", "nobody,objected"], refused="not_an_email",
    ),
    "solutions": Case(
        ["English name,French name,Offered", "Storage,Stockage,yes"],
        ["Nom anglais;Nom français;Proposée", "Storage;Stockage;oui"],
        {"created": 1},
        ["English name,Offered", "Storage,no"], {"updated": 1},
        ["English name,Offered", "Storage,perhaps"], "not_yes_or_no",
    ),
    "buying_groups": Case(
        ["ID,Buying group,Account,Solution,Since,State",
         "g1,Security,Acme,Cloud,2026-01-05,A target of ours"],
        ["Identifiant;Groupe acheteur;Compte;Solution;Depuis;État",
         "g1;Security;Acme;Cloud;05/01/2026;target"],
        {"created": 1},
        ["ID,Buying group,Account,Since,State", "g1,Security,Acme,2026-03-01,closed"],
        {"updated": 1},
        ["ID,Buying group,Account,Since,State", "g1,Security,Acme,2026-01-01,open"], "refused",
    ),
    "memberships": Case(
        ["Email,Buying group,Role,Since,Until", "ada@acme.example,Network,Champion,2026-01-05,",
         "bob@acme.example,network,user,2026-01-05,2026-02-28"],
        ["Adresse e-mail;Groupe acheteur;Rôle;Depuis;Jusqu'au",
         "ada@acme.example;Network;Allié;05/01/2026;",
         "bob@acme.example;Network;Utilisateur;05/01/2026;28/02/2026"],
        {"created": 2},
        ["Email,Buying group,Role,Since,Until",
         "ada@acme.example,Network,Champion,2026-01-05,2026-04-30"], {"updated": 1},
        ["Email,Buying group,Role,Since,Until",
         "bob@acme.example,Network,user,2026-02-01,2026-01-01"], "refused",
    ),
    "reporting_lines": Case(
        ["Email,Manager email,Since", "ada@acme.example,bob@acme.example,2026-01-05"],
        ["Personne;Compte;Supérieur;Depuis", "Ada;Acme;Bob;05/01/2026"],
        {"created": 1},
        ["Email,Manager email,Since,Until",
         "ada@acme.example,bob@acme.example,2026-01-05,2026-03-31"], {"updated": 1},
        ["Email,Manager email", "ada@acme.example,eve@betta.example"], "of_two_accounts",
    ),
    "influence_lines": Case(
        ["Contact,Account,Influences,Weight,Since", "Ada,Acme,Bob,2,2026-01-05"],
        ["Personne;Compte;Influence sur;Poids;Depuis", "Ada;Acme;Bob;2;05/01/2026"],
        {"created": 1},
        ["Contact,Account,Influences,Weight,Since", "Ada,Acme,Bob,3,2026-01-05"], {"updated": 1},
        ["Contact,Account,Influences,Weight", "Bob,Acme,Ada,9"], "refused",
    ),
    "relationships": Case(
        ["Email,User,Level,Level wanted,Stance,Rated on",
         "ada@acme.example,me@ours.example,1,Trusted adviser,Favorable,2026-01-05"],
        ["Adresse e-mail;Utilisateur;Niveau;Niveau voulu;Position;Noté le",
         "ada@acme.example;me@ours.example;1;3;favorable;05/01/2026"],
        {"created": 1},
        ["Email,User,Level,Rated on", "ada@acme.example,me@ours.example,2,2026-02-05"],
        {"updated": 1},
        ["Email,User,Level", "ada@acme.example,nobody@ours.example,2"], "user_unknown",
    ),
    "campaigns": Case(
        ["ID,Campaign,Program,Channel,Kind,Status,Since,Start,End",
         "k2,Autumn,Key accounts,Webinar,General,Active,2026-01-05,2026-01-05,2026-06-30"],
        ["Identifiant;Campagne;Programme;Canal;Nature;Statut;Depuis;Début;Fin",
         "k2;Autumn;Key accounts;webinar;general;active;05/01/2026;05/01/2026;30/06/2026"],
        {"created": 1},
        ["ID,Campaign,Status,Since", "k2,Autumn,ended,2026-03-01"], {"updated": 1},
        ["ID,Campaign,Program", "k3,Other,No such program"], "program_unknown",
    ),
    "campaign_targets": Case(
        ["Campaign,Account,Since", "Spring,Acme,2026-01-05", "Spring,Betta,2026-01-05"],
        ["Campagne;Compte;Depuis", "spring;acme;05/01/2026", "spring;betta;05/01/2026"],
        {"created": 2},
        ["Campaign,Account,Since,Until", "Spring,Acme,2026-01-05,2026-03-31"], {"updated": 1},
        ["Campaign,Account,Since,Until", "Spring,Acme,2026-02-05,2026-01-31"], "refused",
    ),
    "control_accounts": Case(
        ["Campaign,Account,Chosen,Since", "Spring,Acme,random,2026-01-05",
         "Spring,Betta,matched,2026-01-05"],
        ["Campagne;Compte;Choix;Depuis", "spring;acme;random;05/01/2026",
         "spring;betta;matched;05/01/2026"],
        {"created": 2},
        ["Campaign,Account,Chosen,Since", "Spring,Acme,matched,2026-01-05"], {"updated": 1},
        ["Campaign,Account,Since,Until", "Spring,Acme,2026-02-05,2026-01-31"], "refused",
    ),
    "ad_deliveries": Case(
        ["Day,Campaign,Format,Impressions,Clicks,Account",
         "2026-01-05,Spring,Banner,100,5,Acme", "2026-01-05,Spring,Text ad,10,1,",
         "2026-01-05,Spring,Text ad,11,1,"],
        ["Jour;Campagne;Format;Impressions;Clics;Compte",
         "05/01/2026;Spring;banner;100;5;Acme", "05/01/2026;Spring;text;10;1;",
         "05/01/2026;Spring;text;11;1;"],
        {"created": 2, "rejected": 1},
        ["Day,Campaign,Format,Impressions,Clicks", "2026-01-05,Spring,text,12,1"], {"updated": 1},
        ["Day,Campaign,Clicks,Invalid clicks", "2026-01-06,Spring,1,2"], "more_than_clicks",
    ),
    "spend": Case(
        ["Day,Amount,Currency,Category,Campaign,Note",
         "2026-01-05,1200.50,EUR,Media,Spring,bill 1", "2026-01-06,-200,EUR,media,Spring,refund"],
        ["Jour;Montant;Devise;Catégorie;Campagne;Libellé",
         "05/01/2026;1200,50;EUR;media;Spring;bill 1",
         "06/01/2026;-200,00;EUR;media;Spring;refund"],
        {"created": 2},
        ["Day,Amount,Currency,Category,Campaign,Note",
         "2026-01-05,1300,EUR,Media,Spring,bill 1"], {"updated": 1},
        ["Day,Amount,Currency,Campaign", "2026-01-05,0,EUR,Spring"], "refused",
    ),
    "fx_rates": Case(
        ["Base,Quote,From,Rate", "USD,EUR,2026-01-05,0.91234567"],
        ["Devise;Contre-devise;Depuis;Taux", "USD;EUR;05/01/2026;0,91234567"],
        {"created": 1},
        ["Base,Quote,From,Rate", "USD,EUR,2026-01-05,0.9"], {"updated": 1},
        ["Base,Quote,From,Rate", "USD,EUR,2026-01-06,0"], "not_above_zero",
    ),
    "contracts": Case(
        ["ID,Contract,Account,Solution,Status,Start,Due,ACV,Currency",
         "t1,Storage 2026,Acme,Cloud,Signed,2026-01-05,2027-01-05,12000,EUR"],
        ["Identifiant;Contrat;Compte;Solution;Statut;Début;Échéance;Valeur annuelle;Devise",
         "t1;Storage 2026;Acme;Cloud;signed;05/01/2026;05/01/2027;12000,00;EUR"],
        {"created": 1},
        ["ID,Contract,Account,Status,Signed on", "t1,Storage 2026,Acme,ended,2026-06-01"],
        {"updated": 1},
        ["ID,Contract,Account,Start,Due", "t2,Other,Acme,2026-01-05,2025-01-05"], "refused",
    ),
    "judgements": Case(
        ["Account,Rating,Why,Date", "Acme,4,They call us,2026-01-05"],
        ["Compte;Jugement;Pourquoi;Le", "Acme;4;They call us;05/01/2026"],
        {"created": 1},
        ["Account,Rating,Date", "Acme,5,2026-01-05"], {"updated": 1},
        ["Account,Rating,Date", "Acme,6,2026-01-06"], "refused",
    ),
    "customer_ratings": Case(
        ["Account,Rating,Best rating,Comment,Date", "Acme,4,5,Helpful,2026-01-05"],
        ["Compte;Note;Note maximale;Commentaire;Le", "Acme;4;5;Helpful;05/01/2026"],
        {"created": 1},
        ["Account,Rating,Date", "Acme,5,2026-01-05"], {"updated": 1},
        ["Account,Rating,Best rating,Date", "Acme,9,5,2026-01-06"], "refused",
    ),
    "social_levels": Case(
        ["Account,Whose,Level,Date", "Acme,Our team,3,2026-01-05"],
        ["Compte;De qui;Niveau;Le", "Acme;ours;3;05/01/2026"],
        {"created": 1},
        ["Account,Whose,Level,Date", "Acme,ours,4,2026-01-05"], {"updated": 1},
        ["Account,Whose,Level,Date", "Acme,ours,0,2026-01-06"], "refused",
    ),
    "ssi_readings": Case(
        ["User,Date,Brand,People,Insights,Relationships",
         "me@ours.example,2026-01-05,20,15.5,10,9"],
        ["Utilisateur;Le;Marque professionnelle;Bonnes personnes;Informations;Relations",
         "me@ours.example;05/01/2026;20;15,5;10;9"],
        {"created": 1},
        ["User,Date,Brand,People,Insights,Relationships",
         "me@ours.example,2026-01-05,21,15.5,10,9"],
        {"updated": 1},
        ["User,Date,Brand,People,Insights,Relationships",
         "me@ours.example,2026-01-06,26,15,10,9"],
        "refused",
    ),
    "readings": Case(
        ["Indicator,Account,Holds from,Value,Weight,Note",
         "sponsors,Acme,2026-01-05,62.5,3,Workshop", "Our sponsors,Betta,2026-01-05,40,1,"],
        ["Indicateur;Compte;Le;Valeur;Poids;Remarque",
         "sponsors;Acme;05/01/2026;62,5;3;Workshop", "sponsors;Betta;05/01/2026;40;1;"],
        {"created": 2},
        ["Indicator,Account,Holds from,Value", "sponsors,Acme,2026-01-05,70"], {"updated": 1},
        ["Indicator,Account,Holds from,Value", "nps,Acme,2026-01-06,5"], "indicator_unknown",
    ),
    "objectives": Case(
        ["Objective,Account,Kind,Due,Why", "Win storage,Acme,Win a deal,2026-12-31,They buy"],
        ["Objectif;Compte;Nature;Échéance;Pourquoi",
         "Win storage;Acme;win_deal;31/12/2026;They buy"],
        {"created": 1},
        ["Objective,Account,Kind,State", "Win storage,Acme,win_deal,attained"], {"updated": 1},
        ["Objective,Account,Kind,Owner", "Other,Acme,grow,x@ours.example"], "user_unknown",
    ),
    "actions": Case(
        ["Action,Objective,Account,Due,Status", "Call Ada,Grow,Acme,2026-02-01,Planned"],
        ["Action;Objectif;Compte;Échéance;Statut", "Call Ada;Grow;Acme;01/02/2026;planned"],
        {"created": 1},
        ["Action,Objective,Account,Status", "Call Ada,Grow,Acme,done"], {"updated": 1},
        ["Action,Objective,Account,Evidence", "Call Bob,Grow,Acme,javascript:x"], "refused",
    ),
    "deal_history": Case(
        ["OpportunityId,Stage,Amount,Currency,CreatedDate",
         "d1,Won,900,EUR,2026-03-01T10:00:00Z", "d1,Open,800,EUR,2026-02-01T10:00:00Z"],
        ["opportunity_id;Étape;Montant;Devise;Le",
         "d1;won;900,00;EUR;2026-03-01T10:00:00Z", "d1;open;800,00;EUR;2026-02-01T10:00:00Z"],
        {"updated": 2},
        wrong=["OpportunityId,Stage,CreatedDate", "d1,Nowhere,2026-03-01"],
        refused="stage_unknown",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _world() -> None:
    acme = AccountFactory(name="Acme", domains=["acme.example"])
    betta = AccountFactory(name="Betta", domains=["betta.example"])
    ada = ContactFactory(account=acme, name="Ada", email="ada@acme.example")
    ContactFactory(account=acme, name="Bob", email="bob@acme.example")
    ContactFactory(account=betta, name="Eve", email="eve@betta.example")
    ExternalId.objects.create(system="crm", kind="contact", value="c1", contact=ada)
    UserFactory(email="me@ours.example")
    ProgramFactory(name_en="Key accounts")
    CampaignFactory(name="Spring")
    BuyingGroupFactory(account=acme, name="Network")
    SolutionFactory(name_en="Cloud", name_fr="Nuage")
    ObjectiveFactory(account=acme, title="Grow")
    CustomIndicatorFactory(manual=True, key="sponsors", name_en="Our sponsors")
    bring("opportunities", ["ID,Opportunity,Account", "d1,Storage,Acme"], None)
    bring("opportunities", ["ID,Opportunity,Account,Stage", "d0,Other,Betta,Open"],
          {"key": "ID", "name": "Opportunity", "account": "Account", "stage": "Stage"},
          pipeline=PIPELINE)  # fmt: skip


def alive(kind: str) -> int:
    """Count the records of a kind that hold."""
    model = KINDS[kind].model
    rows = model.objects.visible_to(SYSTEM) if issubclass(model, ScopedModel) else model.objects
    return int(rows.filter(**({"voided_at": None} if issubclass(model, Logged) else {})).count())


def test_every_kind_of_file_that_came_late_is_tried() -> None:
    assert set(CASES) == set(ImportKind.values) - {
        "accounts", "contacts", "leads", "opportunities", "responses", "touches", "web_sessions"
    }  # fmt: skip


@pytest.mark.parametrize("kind", CASES)
def test_a_file_is_taken_once_whatever_the_language_of_its_headers(kind: str) -> None:
    case = CASES[kind]
    before = alive(kind)

    first = bring(kind, case.english)

    assert counts(first) == case.made, verdicts(first)
    assert alive(kind) == before + case.made.get("created", 0)
    again = {"unchanged": len(case.english) - 1 - case.made.get("rejected", 0)}
    again |= {"rejected": case.made["rejected"]} if "rejected" in case.made else {}
    for lines in (case.english, case.french):
        same = bring(kind, lines)
        assert counts(same) == again, verdicts(same)
    assert alive(kind) == before + case.made.get("created", 0)


@pytest.mark.parametrize("kind", CASES)
def test_a_file_is_undone_as_a_whole(kind: str) -> None:
    case = CASES[kind]
    before = alive(kind)
    first = bring(kind, case.english)
    if case.differing:
        other = bring(kind, case.differing)
        assert counts(other) == case.changed, verdicts(other)
        undone(other)
        assert counts(bring(kind, case.english)).get("created", 0) == 0

    undone(first)

    refusals = {"consents": 1, "suppressions": 1}.get(kind, 0)  # that somebody refused is kept
    assert alive(kind) == before + refusals


@pytest.mark.parametrize("kind", CASES)
def test_a_row_that_our_rules_refuse_is_named_and_taken_once_it_is_put_right(kind: str) -> None:
    case = CASES[kind]
    needed = bring(kind, case.english) if kind == "buying_groups" else None
    before = alive(kind)

    run = bring(kind, case.wrong)

    assert verdicts(run) == [(2, "rejected", case.refused)]
    assert alive(kind) == before
    if needed is None:
        assert counts(bring(kind, case.english)) == case.made
