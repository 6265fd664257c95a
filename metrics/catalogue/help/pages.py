"""Every page of help in reading order, and which page an indicator is told of on."""

from collections.abc import Iterator

from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.help.attribution import ATTRIBUTION
from metrics.catalogue.help.awareness import AWARENESS
from metrics.catalogue.help.campaign import CAMPAIGN
from metrics.catalogue.help.engagement import ENGAGEMENT
from metrics.catalogue.help.finance import FINANCE
from metrics.catalogue.help.goals import GOALS
from metrics.catalogue.help.overall import OVERALL
from metrics.catalogue.help.own_indicators import OWN_INDICATORS
from metrics.catalogue.help.page import Page
from metrics.catalogue.help.penetration import PENETRATION
from metrics.catalogue.help.relationships import RELATIONSHIPS
from metrics.catalogue.indicator import Indicator

PAGES = {
    page.key: page
    for page in (
        AWARENESS,
        CAMPAIGN,
        PENETRATION,
        ENGAGEMENT,
        FINANCE,
        OVERALL,
        RELATIONSHIPS,
        ATTRIBUTION,
        GOALS,
        OWN_INDICATORS,
    )
}


def told_on(page: Page) -> Iterator[Indicator]:
    """Yield the indicators that a page tells of: those it names, or all of its family.

    >>> [each.key for each in told_on(PAGES["attribution"])][:1]
    ['marketing_attributed_pipeline']
    """
    if page.keys:
        yield from (CATALOGUE[key] for key in page.keys)
    elif page.family:
        others = set(RELATIONSHIPS.keys)
        own = (each for each in CATALOGUE if each.family is page.family)
        yield from (each for each in own if each.key not in others)


def page_of(indicator: Indicator) -> Page:
    """Return the page that tells of an indicator.

    >>> page_of(CATALOGUE["nps"]).key, page_of(CATALOGUE["relationship_threads"]).key
    ('awareness', 'relationships')
    """
    if indicator.key in RELATIONSHIPS.keys:
        return RELATIONSHIPS
    found = (page for page in PAGES.values() if page.family and page.family is indicator.family)
    return next(found, OWN_INDICATORS)
