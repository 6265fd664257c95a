"""The stages that a file's deals are in: those of a pipeline that is there, or is declared."""

from dataclasses import dataclass, field

from django.db.models import Max, Q

from abmplanner.kit.words import fold
from accounts.actions.bulk import save_all
from accounts.ingest.mapping import PipelineSpec, StageSpec
from accounts.ingest.records import Batch
from accounts.models import Pipeline, Stage


@dataclass(slots=True)
class Stages:
    """The stages of one pipeline, by all their names."""

    pipeline: Pipeline
    named: dict[str, Stage] = field(default_factory=dict)

    def find(self, name: str) -> Stage | None:
        """Return the stage of that key or name, whatever its case and accents."""
        return self.named.get(fold(name))


def stages_of(batch: Batch) -> Stages:
    """Return the stages of the pipeline that the mapping declares, or else of the default one.

    What the mapping declares and is not there is made.
    """
    spec = batch.reading.mapping.pipeline or PipelineSpec()
    pipeline = pipeline_of(batch, spec)
    stages = list(pipeline.stages.order_by("position"))
    known = {stage.key for stage in stages}
    missing = [each for each in spec.stages if each.key not in known]
    stages += make_stages(batch, pipeline, missing)
    found = Stages(pipeline)
    for stage in stages:
        for name in (stage.name_en, stage.name_fr, stage.key, stage.key.replace("-", " ")):
            if name:
                found.named.setdefault(fold(name), stage)
    return found


def pipeline_of(batch: Batch, spec: PipelineSpec) -> Pipeline:
    """Return the pipeline of that name, or the default one where none is named."""
    names = {spec.name_en, spec.name_fr} - {""}
    if names:
        same = Pipeline.objects.filter(Q(name_en__in=names) | Q(name_fr__in=names))
    else:
        same = Pipeline.objects.order_by("-is_default", "pk")
    if found := same.first():
        return found
    pipeline = Pipeline(
        name_en=spec.name_en or "Sales",
        name_fr=spec.name_fr or "Ventes",
        is_default=not Pipeline.objects.filter(is_default=True).exists(),
    )
    save_all(batch.actor, [pipeline], now=batch.now)
    return pipeline


def make_stages(batch: Batch, pipeline: Pipeline, specs: list[StageSpec]) -> list[Stage]:
    """Make the stages that the mapping declares, behind those that are there."""
    last = pipeline.stages.aggregate(last=Max("position"))["last"] or 0
    stages = [
        Stage(
            pipeline=pipeline,
            key=spec.key,
            name_en=spec.name_en,
            name_fr=spec.name_fr,
            position=last + place,
            outcome=spec.outcome,
            is_qualified=spec.is_qualified,
        )
        for place, spec in enumerate(specs, start=1)
    ]
    save_all(batch.actor, stages, now=batch.now)
    return stages
