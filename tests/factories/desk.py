"""Keys of the API, jobs and imports."""

from datetime import UTC, datetime

import factory

from accounts.enums import ImportKind, KeyScope, Verdict
from accounts.models import ApiKey, ImportPart, ImportRow, ImportRun, Job


class ApiKeyFactory(factory.django.DjangoModelFactory):
    """A key that may read, for many years."""

    class Meta:
        model = ApiKey

    user = factory.SubFactory("tests.factories.user.UserFactory")
    name = factory.Sequence(lambda n: f"Key {n}")
    prefix = factory.Sequence(lambda n: f"pre{n}")
    digest = "0" * 64
    scopes = factory.LazyFunction(lambda: [KeyScope.READ.value])
    expires_at = datetime(2100, 1, 1, tzinfo=UTC)


class JobFactory(factory.django.DjangoModelFactory):
    """A job that waits."""

    class Meta:
        model = Job

    kind = "rest"
    actor = factory.SubFactory("tests.factories.user.UserFactory")


class ImportRunFactory(factory.django.DjangoModelFactory):
    """A file of accounts, seen and not run yet."""

    class Meta:
        model = ImportRun

    kind = ImportKind.ACCOUNTS
    system = "crm"
    actor = factory.SubFactory("tests.factories.user.UserFactory")
    file_name = factory.Sequence(lambda n: f"accounts{n}.csv")
    digest = factory.Sequence(lambda n: f"{n:064x}")
    size = 21
    dialect = factory.LazyFunction(lambda: {"columns": ["name"], "rows": 1})
    mapping = factory.LazyFunction(lambda: {"columns": {"name": "name"}})


class ImportPartFactory(factory.django.DjangoModelFactory):
    """The bytes of a small file."""

    class Meta:
        model = ImportPart

    run = factory.SubFactory(ImportRunFactory)
    position = 0
    content = b"name\nCompany of a file\n"


class ImportRowFactory(factory.django.DjangoModelFactory):
    """A line that waits for its account."""

    class Meta:
        model = ImportRow

    run = factory.SubFactory(ImportRunFactory)
    line = factory.Sequence(lambda n: n + 2)
    verdict = Verdict.WAITING
    reason = "no_account"
