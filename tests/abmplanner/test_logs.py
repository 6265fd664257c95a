"""Logs are JSON lines that quote nobody."""

import json
import logging
import logging.config
from typing import Any

import pytest

from abmplanner.logs import logging_config


def line_of(record: dict[str, Any], debug: bool = False) -> str:  # noqa: FBT001, FBT002
    formatter = logging_config(level="INFO", debug=debug)["formatters"]["lines"]
    kind = formatter["()"]
    made = kind(**{key: value for key, value in formatter.items() if key != "()"})
    return str(made.format(logging.makeLogRecord(record)))


@pytest.fixture
def stumble() -> Any:
    """What logger.exception keeps of an error whose text quotes a row."""
    try:
        int("jane@example.org")
    except ValueError as raised:
        return (type(raised), raised, raised.__traceback__)


def test_a_line_is_one_json_object_also_when_the_message_has_several() -> None:
    line = line_of({"msg": "Job %s\nis gone", "args": (7,), "name": "jobs", "levelname": "INFO"})

    assert "\n" not in line
    said = json.loads(line)
    assert (said["event"], said["logger"], said["level"]) == ("Job 7\nis gone", "jobs", "info")


def test_an_exception_leaves_its_kind_and_its_way_but_not_its_text(stumble: Any) -> None:
    line = line_of({"msg": "Job 7 stumbled.", "levelname": "ERROR", "exc_info": stumble})

    said = json.loads(line)
    assert said["exception"] == "ValueError"
    assert said["through"][0].endswith(" stumble")
    assert "jane" not in line
