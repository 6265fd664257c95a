"""Headers above what people write down by hand: consents, groups, campaigns, money, judgements."""

from accounts.ingest.mappings.common import HOME, KEY, SOMEBODY

PERSON = {
    **SOMEBODY,
    "contact": ["Contact", "Contact name", "Name", "Person", "Nom", "Nom complet", "Personne"],
}
WHEN = ["Date", "When", "Day", "Quand", "Jour", "Le"]
SINCE = ["Since", "From", "Start", "Start date", "Depuis", "Début", "Date de début", "Du"]
UNTIL = ["Until", "To", "End", "End date", "Jusqu'au", "Fin", "Date de fin", "Au"]
PERIOD = {"since": SINCE, "until": UNTIL}
CAMPAIGN = {
    "campaign": ["Campaign", "Campaign name", "Campagne", "Nom de la campagne"],
    "campaign_key": ["Campaign ID", "campaign_id", "Identifiant de la campagne"],
}
GROUP = {
    "group": ["Buying group", "Group", "Groupe acheteur", "Groupe d'achat", "Groupe"],
    "group_key": ["Group ID", "group_id"],
}
CURRENCY = ["Currency", "Devise", "Monnaie"]
STATUS = ["Status", "State", "Statut", "État"]
KIND = ["Kind", "Type", "Nature"]
CHANNEL = ["Channel", "Canal"]
WHY = ["Why", "Reason", "Comment", "Pourquoi", "Motif", "Commentaire"]
HOLDS = ["Holds until", "Expires", "Expires on", "Valable jusqu'au", "Expire le"]
OURS = ["One of us", "User", "Owner", "Owner e-mail", "Utilisateur", "Responsable", "Collaborateur"]
AMOUNTS = {
    "acv": ["ACV", "Annual value", "Annual contract value", "Valeur annuelle"],
    "tcv": ["TCV", "Amount", "Total value", "Total contract value", "Montant", "Valeur totale"],
    "currency": CURRENCY,
}
HEADERS = {
    "consents": {
        "action": ["Action", "Event", "What happened", "Événement", "Ce qui s'est passé"],
        "occurred_at": [*WHEN, "At", "Date of consent", "Date du consentement"],
        **PERSON,
        "purpose": ["Purpose", "Finalité"],
        "channel": CHANNEL,
        "basis": ["Basis", "Legal basis", "Lawful basis", "Base légale", "Base juridique"],
        "proof_ref": ["Proof", "Proof reference", "Evidence", "Preuve", "Référence de la preuve"],
        "wording": ["Wording", "Text", "Texte", "Formulation"],
        "expires_on": HOLDS,
        "informed_on": ["Informed on", "Person informed on", "Informé le"],
        "source": ["Source", "Origine"],
    },
    "suppressions": {
        "address": ["Address", "E-mail", "Email", "Email address", "Adresse", "Adresse e-mail",
                    "Courriel"],
        "channel": CHANNEL,
        "reason": ["Reason", "Motif", "Raison"],
        "occurred_at": [*WHEN, "Unsubscribed on", "Désinscrit le"],
    },
    "solutions": {
        "name_en": ["Name", "Solution", "Product", "English name", "Nom anglais"],
        "name_fr": ["French name", "Nom français", "Nom"],
        "is_offered": ["Offered", "Active", "Proposée", "Actif"],
    },
    "buying_groups": {
        "name": [*GROUP["group"], "Name", "Nom"],
        "key": [*KEY, "group_id"],
        **HOME,
        "solution": ["Solution", "Product", "Produit"],
        "need": ["Need", "Besoin"],
        "state": STATUS,
        "since": SINCE,
    },
    "memberships": {
        "role": ["Role", "Buying role", "buyer_role", "Rôle"],
        **PERSON,
        **GROUP,
        **PERIOD,
        "is_confirmed": ["Confirmed", "Confirmé"],
    },
    "reporting_lines": {
        **PERSON,
        "other": ["Manager", "Reports to", "Responsable", "Supérieur", "Rattaché à"],
        "other_email": ["Manager e-mail", "Manager email", "E-mail du responsable"],
        "other_key": ["ReportsToId", "Manager ID", "manager_id"],
        "kind": ["Kind", "Line", "Lien"],
        **PERIOD,
    },
    "influence_lines": {
        **PERSON,
        "other": ["Influences", "Has influence on", "Influence sur"],
        "other_email": ["Influences e-mail", "E-mail de la personne influencée"],
        "weight": ["Weight", "Poids"],
        **PERIOD,
    },
    "relationships": {
        **PERSON,
        "user": OURS,
        "note": ["Note", "Remarque"],
        "level": ["Level", "Level now", "Niveau", "Niveau actuel"],
        "wanted": ["Level wanted", "Target level", "Niveau voulu", "Niveau visé"],
        "stance": ["Stance", "Position", "Attitude"],
        "reason": WHY,
        "occurred_at": ["Rated on", *WHEN, "Noté le"],
        "expires_on": HOLDS,
    },
    "campaigns": {
        "name": ["Name", "Campaign", "Campaign name", "Campagne", "Nom"],
        "key": [*KEY, "campaign_id", "Campaign ID"],
        "program": ["Program", "Programme"],
        "channel": CHANNEL,
        "kind": KIND,
        "status": STATUS,
        "since": ["Since", "Depuis"],
        "starts_on": ["Start", "Start date", "Starts", "Campaign Start Date", "Début",
                      "Date de début"],
        "ends_on": ["End", "End date", "Ends", "Campaign End Date", "Fin", "Date de fin"],
        "parent": ["Part of", "Parent campaign", "Fait partie de"],
        "parent_key": ["ParentId", "Parent ID"],
    },
    "campaign_targets": {**CAMPAIGN, **HOME, **PERIOD},
    "control_accounts": {
        **CAMPAIGN,
        "program": ["Program", "Programme"],
        **HOME,
        "chosen": ["Chosen", "How chosen", "Choix", "Choisi"],
        **PERIOD,
    },
    "ad_deliveries": {
        "day": ["Day", "Date", "Start Date (in UTC)", "Jour"],
        **CAMPAIGN,
        "format": ["Format", "Campaign Type"],
        "impressions": ["Impressions"],
        "clicks": ["Clicks", "Clics"],
        "invalid_clicks": ["Invalid clicks", "Clics invalides"],
        **HOME,
    },
    "spend": {
        "spent_on": ["Day", "Date", "Spent on", "Start Date (in UTC)", "Jour", "Dépensé le"],
        "amount": ["Amount", "Cost", "Spend", "Total Spent", "Montant", "Coût", "Dépense"],
        "currency": CURRENCY,
        "category": ["Category", "Catégorie"],
        "program": ["Program", "Programme"],
        **CAMPAIGN,
        **HOME,
        "is_billed_by_click": ["Billed by click", "CPC", "Facturé au clic"],
        "note": ["Note", "Invoice", "Facture", "Libellé"],
    },
    "fx_rates": {
        "base": ["Base", "From currency", "Currency", "Devise"],
        "quote": ["Quote", "To currency", "In", "Contre-devise", "En"],
        "from_on": ["From", "Date", "Day", "Depuis", "Jour"],
        "rate": ["Rate", "Taux", "Cours"],
    },
    "contracts": {
        "name": ["Contract", "Name", "Contract name", "Contrat", "Nom"],
        "key": [*KEY, "contract_id", "Contract ID", "subscription_id"],
        **HOME,
        "solution": ["Solution", "Product", "Produit"],
        "renewal_of": ["Renews", "Renewal of", "Renouvelle"],
        "renewal_of_key": ["Renewal of ID"],
        "renewed_by": ["Renewed by", "Carried on by", "Renouvelé par"],
        "renewed_by_key": ["Renewed by ID"],
        "status": STATUS,
        "occurred_at": ["Signed on", "Terms since", "Signé le"],
        "starts_on": ["Starts", "Start", "Start date", "Début", "Date de début"],
        "due_on": ["Due", "End", "End date", "Renewal date", "Échéance", "Fin", "Date de fin"],
        **AMOUNTS,
        "is_indexation": ["Indexation"],
    },
    "deal_history": {
        "key": ["OpportunityId", "opportunity_id", "deal_id", "Opportunity ID", "Deal ID", *KEY],
        "occurred_at": ["CreatedDate", "date_entered", "Last Modified", *WHEN],
        "stage": ["Stage", "StageName", "To Stage", "Étape", "Phase"],
        **AMOUNTS,
        "close_on": ["CloseDate", "Close date", "Clôture", "Date de clôture"],
        "opportunity": ["Opportunity", "Opportunity name", "Deal", "Deal name", "Opportunité"],
        **HOME,
    },
    "judgements": {
        **HOME,
        "rating": ["Rating", "Judgement", "Note", "Jugement"],
        "reason": WHY,
        "occurred_at": WHEN,
        "expires_on": HOLDS,
    },
    "customer_ratings": {
        **HOME,
        "email": ["E-mail", "Email", "Contact e-mail", "Adresse e-mail"],
        "contact_key": ["Contact ID", "ContactId", "contact_id"],
        "about": ["About", "What was rated", "Sur", "Objet"],
        "marketer": ["Marketer", "ABM marketer", "Collaborateur", "Collaborateur ABM"],
        "score": ["Rating", "Score", "Note"],
        "lowest": ["Worst rating", "Lowest", "Note minimale"],
        "highest": ["Best rating", "Highest", "Note maximale"],
        "comment": ["Comment", "In their words", "Commentaire", "Verbatim"],
        "occurred_at": WHEN,
    },
    "social_levels": {
        **HOME,
        "subject": ["Whose", "Subject", "Sujet", "De qui"],
        "level": ["Level", "Niveau"],
        "reason": WHY,
        "occurred_at": WHEN,
    },
    "ssi_readings": {
        "user": [*OURS, "E-mail", "Email"],
        "read_on": [*WHEN, "Read on", "Lu le"],
        "brand": ["Professional brand", "Brand", "Marque professionnelle"],
        "people": ["Right people", "People", "Bonnes personnes"],
        "insights": ["Insights", "Informations"],
        "relationships": ["Relationships", "Relations"],
    },
    "readings": {
        "indicator": ["Indicator", "Indicator key", "Indicateur", "Clé de l'indicateur"],
        **HOME,
        "effective_on": ["Holds from", "Effective on", "Read on", *WHEN, "Relevé le"],
        "value": ["Value", "Valeur", "Score"],
        "weight": ["Weight", "Poids", "Pondération"],
        "currency": CURRENCY,
        "note": ["Note", "Remarque", *WHY],
        "evidence": ["Evidence", "Preuve", "Justificatif"],
    },
    "objectives": {
        "title": ["Objective", "Title", "Objectif", "Titre"],
        **HOME,
        "kind": KIND,
        "why": ["Why", "Pourquoi"],
        "state": STATUS,
        "owner": OURS,
        "starts_on": ["From", "Start", "Début", "Du"],
        "due_on": ["Due", "Due date", "Échéance"],
    },
    "actions": {
        "title": ["Action", "Title", "Titre"],
        "objective": ["Objective", "Objectif"],
        **HOME,
        "expected_effect": ["Expected effect", "Effet attendu"],
        "owner": OURS,
        "due_on": ["Due", "Due date", "Échéance"],
        "state": STATUS,
        "outcome": ["Outcome", "Result", "Résultat"],
        "evidence": ["Evidence", "Link", "Preuve", "Lien"],
    },
}  # fmt: skip
