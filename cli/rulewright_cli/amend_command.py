"""`rulewright amend`: an amendment, drafted from an edited copy of a pack's files, or begun at some addresses."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rulewright.check import with_examples
from rulewright.diagnostics import FileLines, counted
from rulewright.packs import Draft, Head, begin_amendment, draft_amendment

from rulewright_cli.exit_codes import EXIT_PROBLEMS
from rulewright_cli.files import replacing
from rulewright_cli.packs import find_folder, shown_path, unreadable, with_short_paths
from rulewright_cli.terminal import print_problems, say


@click.command(
    "amend",
    short_help="write an amendment from an edited copy of a pack's files",
    epilog="""\b
    Examples:
      rulewright amend masshealth-dsrip --new aco_accountability.tcoc_loss_limit \\
        --id 2020-02 --adopted 2020-02-01 --in-force BP3 --title "A new limit" \\
        --document protocol --reason "Losses rose." --print
    """,
)
@click.argument("pack")
@click.argument("addresses", nargs=-1, metavar="[ADDRESS]...")
@click.option("--edited", metavar="FOLDER", help="A copy of the pack's folder, edited as if it were the pack.")
@click.option("--new", "is_new", is_flag=True, help="Begin an amendment of these addresses, to be edited by hand.")
@click.option("--id", "id_", required=True, metavar="ID", help="The id of the amendment, which names its file.")
@click.option("--title", required=True, metavar="TEXT", help="What it is called.")
@click.option("--adopted", required=True, metavar="DATE", help="The date of its adoption, or its month.")
@click.option(
    "--in-force",
    "spans",
    multiple=True,
    metavar="FROM[..TO]",
    help="A span in which it holds: dates or periods, without TO open; or `always`. May be given several times.",
)
@click.option(
    "--periods",
    type=click.Choice(["containing", "following"]),
    help="Which whole period is meant by a date inside of one.",
)
@click.option("--document", required=True, metavar="ID", help="The document that amends, as pack.yaml declares it.")
@click.option("--section", default="", metavar="TEXT", help="Its section.")
@click.option("--approved-by", default="", metavar="WHO", help="Who approved it.")
@click.option("--approved-on", default="", metavar="DATE", help="When that was.")
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@click.option("--after", multiple=True, metavar="ID", help="An amendment of the same day that it follows.")
@click.option(
    "--rename", "renames", multiple=True, metavar="ADDRESS=NAME", help="What is there under another name in the copy."
)
@click.option(
    "--extends",
    multiple=True,
    metavar="ADDRESS",
    help='A new member for which figures under a `"*"` are meant as well.',
)
@click.option("--no-renames", "knows_renames", is_flag=True, help="What is gone and what is new are different things.")
@click.option("--print", "is_printed", is_flag=True, help="Print the amendment, and write no file.")
@click.option("--force", is_flag=True, help="Replace a file of that name.")
def command(
    pack: str,
    addresses: tuple[str, ...],
    *,
    edited: str | None,
    is_new: bool,
    id_: str,
    title: str,
    adopted: str,
    spans: tuple[str, ...],
    periods: str | None,
    document: str,
    section: str,
    approved_by: str,
    approved_on: str,
    reason: str,
    after: tuple[str, ...],
    renames: tuple[str, ...],
    extends: tuple[str, ...],
    knows_renames: bool,
    is_printed: bool,
    force: bool,
) -> None:
    """Write the amendment that makes of a pack's base the text of an edited copy, with all that was and is.

    Copy the folder of the pack, edit the copy as if there were no amendments, and say what the amendment is called and
    when it holds. The file is written into `amendments` of the pack, whole or not at all, and only when the amendment,
    applied to the base, gives the copy. Examples whose outcomes move are ended in it, and come anew with the outcomes
    that they have then: look at each of them.

    With --new it holds what stands at the addresses, as `was` and as `now`. An address may begin with another change:
    `repeal ADDRESS`, `rename ADDRESS=NAME`, `add ADDRESS` (like the last piece beside it, or `add ADDRESS=OTHER`),
    `replace ADDRESS`, `ends EXAMPLE`, `annul ID`.

    Exits with 1, and writes nothing, where something cannot be amended so or is wrong. What is begun with --new is
    written all the same, where its addresses mean something and its head is right.
    """
    if bool(edited) == is_new or is_new != bool(addresses):
        raise click.UsageError("give --edited FOLDER, or --new and the addresses of what changes")
    folder = find_folder(pack)
    head = Head(
        *(id_, title, adopted, document, reason, tuple(map(_span, spans)), periods or ""),
        *(section, approved_by, approved_on, after),
    )
    path = folder / "amendments" / f"{id_}.yaml"
    if not is_printed and path.exists() and not force:
        raise click.UsageError(f"there is a file {shown_path(str(path))}; `--force` replaces it, `--print` writes none")
    try:
        if edited:
            draft = draft_amendment(
                folder,
                find_folder(edited),
                head,
                dict(map(_rename, renames)),
                path=str(path),
                knows_renames=knows_renames,
                extends=extends,
            )
            draft = with_examples(draft, id_)
        else:
            draft = begin_amendment(folder, head, addresses, path=str(path))
    except OSError as error:
        raise unreadable(error, pack) from error
    _complain(draft, path)
    if draft.is_refused:
        sys.exit(EXIT_PROBLEMS)
    if is_printed:
        say(draft.text.rstrip())
        return
    path.parent.mkdir(exist_ok=True)
    with replacing(path) as stream:
        stream.write(draft.text.encode())
    say(f"wrote {shown_path(str(path))}: {counted(draft.changes, 'change')}")
    for each in draft.proposed:
        say(f"  look at {each}")
    if draft.has_errors:
        sys.exit(EXIT_PROBLEMS)


def _complain(draft: Draft, path: Path) -> None:
    """Print what is wrong with a draft, with the lines of the file that is not there yet."""
    if draft.diagnostics:
        known = {each: draft.text.split("\n") for each in (str(path), shown_path(str(path)))}
        print_problems(map(with_short_paths, draft.diagnostics), FileLines(known))


def _span(written: str) -> tuple[str, str]:
    first, _, last = written.partition("..")
    return first.strip(), last.strip()


def _rename(written: str) -> tuple[str, str]:
    address, mark, new = written.rpartition("=")
    if not mark or not address.strip() or not new.strip():
        raise click.BadParameter(f"`{written}` is no ADDRESS=NAME", param_hint="--rename")
    return address.strip(), new.strip()
