"""Forms about what a plan may start from."""

from abmplanner.kit.forms import RowForm
from accounts.models import PlanTemplate


class TemplateForm(RowForm[PlanTemplate]):
    """Say what a template is called, and when to start from it."""

    class Meta:
        model = PlanTemplate
        fields = ["name_en", "name_fr", "about", "program_kind"]
