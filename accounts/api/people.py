"""How the API names people of ours."""

from typing import Any

from typing_extensions import override

from abmplanner.kit.api_fields import Reachable
from accounts.models import User


class Colleague(Reachable):
    """A person of ours who is active; one who left stays where they were named."""

    @override
    def __init__(self, **kwargs: Any) -> None:
        if not kwargs.get("read_only"):
            kwargs["queryset"] = User.objects.filter(is_active=True)
        super().__init__(**kwargs)
