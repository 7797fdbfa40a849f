"""The command line: `./careline up`, `./careline knowledge import`, `./careline staff ...`, `./careline db upgrade`.

All but `up` work while Careline runs. What a command needs is imported inside it, so that each starts quickly.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.settings import ROOT, Settings, SettingsError, load

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.services.house import House

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Careline's command line."
)
staff = typer.Typer(no_args_is_help=True, help="The people at the desk and in the studio.")
knowledge = typer.Typer(no_args_is_help=True, help="The company: its products, articles and policies.")
db = typer.Typer(no_args_is_help=True, help="The database.")
app.add_typer(staff, name="staff")
app.add_typer(knowledge, name="knowledge")
app.add_typer(db, name="db")

KNOWLEDGE = ROOT / "data" / "knowledge"
Email = Annotated[str, typer.Argument(help="The address that this person signs in with.")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


def fail(text: str) -> NoReturn:
    typer.echo(f"careline: {text}", err=True)
    raise typer.Exit(1)


def settings() -> Settings:
    try:
        return load()
    except SettingsError as error:
        fail(str(error))


@contextmanager
def work(write: bool = True) -> Iterator[tuple["Session", "House"]]:
    """One session on the migrated database; errors that have a name become one line."""
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from bot.db.session import open_database, reading, transaction
    from bot.domain.errors import CareError
    from bot.services import texts
    from bot.services.house import House

    house = House(settings(), texts.load())
    database = open_database(house.settings.database_url)
    opened = transaction(database.make_session, lambda wake: None) if write else reading(database.make_reader)
    try:
        with opened as session:
            yield session, house
    except CareError as error:
        fail(error.message)
    except (OperationalError, ProgrammingError) as error:
        fail(f"the database cannot be used ({str(error.orig).splitlines()[0]}); `./careline db upgrade` prepares it.")
    finally:
        database.close()


@app.command()
def up() -> None:
    """Start everything and keep it running; Ctrl-C stops it."""
    from bot.services.business import check_chosen
    from bot.up import CannotStart
    from bot.up import up as run

    chosen = settings()
    try:
        check_chosen(chosen.adapters)
    except SettingsError as error:
        fail(str(error))

    def prepare() -> str | None:
        from bot.first_start import prepare  # slow to import: the gateway does so meanwhile

        return prepare(chosen, KNOWLEDGE)

    try:
        run(chosen, prepare)
    except CannotStart as error:
        fail(str(error))


@staff.command("add")
def staff_add(
    email: Email,
    name: Annotated[str, typer.Option(help="As customers will see it.")],
    role: Annotated[str, typer.Option(help="agent, trainer or admin")] = "agent",
    password_stdin: FromStdin = False,
) -> None:
    """Add a person."""
    from bot.services.staff import add_staff

    password = _password(password_stdin)
    with work() as (session, house):
        added = add_staff(session, house, email, name, role, password)
        typer.echo(f"{added.email} is now {added.role.value}.")


@staff.command("token")
def staff_token(email: Email) -> None:
    """Print a new token for programs, and nothing else."""
    from bot.services.staff import issue_token

    with work() as (session, house):
        token = issue_token(session, house, email)
    typer.echo(token)


@staff.command("list")
def staff_list() -> None:
    """List everybody."""
    from bot.services.staff import list_staff

    with work(write=False) as (session, _):
        for person in list_staff(session):
            state = "" if person["active"] else "  (inactive)"
            typer.echo(f"{person['role']:<8} {person['email']:<32} {person['name']}{state}")


@knowledge.command("import")
def knowledge_import(
    folder: Annotated[Path, typer.Argument(help="Where company.yml and the others lie.")] = KNOWLEDGE,
) -> None:
    """Check the files and make them the company's knowledge; all of it or nothing."""
    from bot.services.knowledge import KnowledgeError, current, import_knowledge, imported

    with work() as (session, _):
        try:
            new = import_knowledge(session, folder)
            decided = current(session) != imported(session)
        except KnowledgeError as error:
            typer.echo(error.message, err=True)
            fail(f"nothing was imported; {len(error.problems)} to correct.")
    if new:
        typer.echo(f"{folder} is now in force. `make train` teaches the bot its articles and names.")
    else:
        typer.echo(f"{folder} was in force already.")
    if decided:
        typer.echo("Opening hours: those that an admin set on the page /admin count, not those of company.yml.")


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the tables up to date."""
    from bot.first_start import migrate
    from bot.up import CannotStart

    try:
        migrate(settings())
    except CannotStart as error:
        fail(str(error))
    typer.echo("The database is up to date.")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


if __name__ == "__main__":
    app(prog_name="careline")
