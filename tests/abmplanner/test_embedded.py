"""The embedded engines find a place for data and sockets, and keep one key."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from abmplanner.embedded import LONGEST_SOCKET, Engines, reachable, secret_key


def test_the_key_is_made_once_also_by_many_at_once(tmp_path: Path) -> None:
    var = tmp_path / "var"

    with ThreadPoolExecutor(8) as starts:
        keys = set(starts.map(secret_key, [var] * 16))

    [key] = keys
    assert len(key) >= 64
    assert [path.name for path in var.iterdir()] == ["secret_key"]
    assert (var / "secret_key").stat().st_mode & 0o777 == 0o600


def test_sockets_have_a_short_place_when_the_folder_is_deep(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    shallow, deep = Engines(Path("/srv/abm")), Engines(tmp_path / ("deep" * 30))

    assert shallow.sockets == Path("/srv/abm/run")
    assert len(os.fsencode(deep.sockets / ".s.PGSQL.5432")) <= LONGEST_SOCKET


def test_a_private_folder_on_the_way_is_noticed(tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o001)
    private = tmp_path / "private"
    private.mkdir(mode=0o700)

    assert reachable(tmp_path)
    assert not reachable(private / "var")


def test_as_root_the_data_lies_where_the_servers_user_can_reach_it(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    engines = Engines(private / "var")

    in_system = engines.folder.is_relative_to("/var/lib")

    assert in_system is (os.geteuid() == 0)
    assert in_system or engines.folder == private / "var"
