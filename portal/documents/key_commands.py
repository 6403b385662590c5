"""The commands that prove papers: is one ours and unchanged, the keys that sign, and the page that checks without a network."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from pathlib import Path

import click
from flask.cli import with_appcontext

from portal import clock, db
from portal.documents import actions, codes, installation, proofs, proving, queries, signing
from portal.documents.models import Document, SigningKey
from portal.documents.progress import progress_of
from portal.documents.verifier import ReadersMissing, verifier_page
from portal.errors import RuleBroken
from portal.units.office import office_name

WORDS = {"valid": "genuine", "replaced": "replaced", "void": "void"}
REFUSALS = {
    "unreadable": "this is no payload of ours, or not all of it; scan the code again.",
    "forged": "forged: the signature is not that of the key it names.",
    "unknown_key": "not proven: the key that signed is none of this office's.",
    "stolen": "not proven: the key that signed was stolen by that day, and no record agrees.",
    "changed": "changed: the signature is ours, but the record says something else.",
    "unrecorded": "not proven: the signature is ours, but there is no record of this paper.",
}


@click.command(
    "verify", context_settings={"ignore_unknown_options": True}
)  # a signature may begin with a dash
@click.argument("subject")
@with_appcontext
def verify(subject: str) -> None:
    """Is this FILE, check CODE or scanned PAYLOAD ours, and unchanged? Exit 1 when it is not.

    A replaced or void paper is ours and unchanged: the first word says what became of it.
    """
    with db.transaction("read"):
        if _is_file(subject):
            _verify_file(Path(subject))
            return
        presented = proving.read_presented(subject)
        if presented.proof:
            _verify_proof(presented)
        elif presented.mark:
            _say_found(proving.find_marked(presented), "no paper of ours carries this mark")
        elif presented.code:
            _verify_code(presented.code)
        else:
            raise click.UsageError(
                f"{subject} is no file, no check code of eight characters, and no text of a receipt's code"
            )


@click.command("keys")
@with_appcontext
def keys() -> None:
    """List the keys that sign papers, each with the fingerprint that hangs in the hall."""
    with db.transaction("read"):
        known = signing.list_keys()
        for key in known:
            click.echo(f"{key.key_id}  {_standing(key)}\n          {signing.fingerprint(key)}")
    if not known:
        click.echo("no key yet; the first paper, or scripts/portal migrate, makes one")


@click.command("rotate-key")
@click.option("--reason", required=True, help="Why, for the trail.")
@click.option(
    "--stolen-since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The first day on which a thief may have signed.",
)
@click.option(
    "--key", "key_id", help="An older key, out of use already, to be declared stolen; no new one is made."
)
@with_appcontext
def rotate_key(reason: str, stolen_since: dt.datetime | None, key_id: str | None) -> None:
    """Sign with a new key from now on; papers signed by the old one still verify."""
    day = stolen_since.date() if stolen_since else None
    try:
        with db.transaction():
            done = _distrust(key_id, day, reason) if key_id else _rotate(day, reason)
    except RuleBroken as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{done} Hand out the page anew: scripts/portal documents verifier --out FILE.html")


@click.command("verifier")
@click.option("--out", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def verifier(target: Path) -> None:
    """Write the page that checks receipts on any phone without a network; make it anew after each change of keys."""
    with db.transaction():
        signing.current_key()
    address = f"{installation.current().base_url.rstrip('/')}/check"
    try:
        with db.transaction("read"):
            page = verifier_page(office=office_name(), check_address=address)
    except ReadersMissing as error:
        raise click.ClickException(str(error)) from error
    target.write_text(page, "utf-8")
    click.echo(f"{target}: {len(page.encode())} bytes")


def _is_file(subject: str) -> bool:
    try:
        return Path(subject).is_file()
    except (OSError, ValueError):  # a scanned text is too long for a name
        return False


def _verify_file(path: Path) -> None:
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    document = queries.find_by_sha256(sha256)
    if document is not None:
        _say(document)
        return
    if (known := proofs.find_by_sha256(sha256)) is not None:
        click.echo(known)
        return
    title, code = _named_in(content)
    ours = queries.find_by_code(code) if code else None
    if ours is not None:
        raise click.ClickException(
            f"changed: {path} is {_name(ours)}, but not byte for byte what was issued: altered since, or a derived print"
            f" (moved, two on a sheet). The issued one is {ours.status}; compare it: documents make {ours.kind} NUMBER --out FILE"
        )
    named = f" Its title says {title}." if title else ""
    raise click.ClickException(f"{path} is not a paper of ours, or was changed since it was issued.{named}")


def _verify_proof(presented: proving.Presented) -> None:
    judgement = proving.judge(presented)
    if judgement.document is not None:
        _say(judgement.document)
        return
    if judgement.verdict == "unreadable":
        raise click.UsageError(REFUSALS["unreadable"])
    raise click.ClickException(REFUSALS[judgement.verdict])


def _verify_code(code: str) -> None:
    document = queries.find_by_code(code)
    known = proofs.find_by_code(code) if document is None else None
    if known is not None:
        click.echo(known)
        return
    _say_found(document, f"no paper of ours carries the code {codes.shown_code(code)}")


def _say_found(document: Document | None, absent: str) -> None:
    if document is None:
        raise click.ClickException(absent)
    _say(document)


def _say(document: Document) -> None:
    if not proving.is_record_whole(document):
        raise click.ClickException(
            f"changed: {_name(document)}: the stored record was changed after it was issued"
        )
    newer = queries.list_editions(document)[-1]
    by = f" by {_name(newer)}" if document.status == "replaced" and newer.id != document.id else ""
    word = WORDS[document.status]
    click.echo(f"{word}{by}: {_name(document)}, issued {document.issued_on}, {document.status}, unchanged")
    if progress := progress_of(document):
        click.echo(progress)


def _name(document: Document) -> str:
    return f"{document.title} {document.number or codes.shown_code(document.check_code)}"


def _named_in(content: bytes) -> tuple[str, str]:
    """The title and the check code in a PDF's own description, each empty where there is none."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as paper:
            said = [str(paper.docinfo.get(name, "")) for name in ("/Title", "/Keywords")]
    except pikepdf.PdfError:
        return "", ""
    return said[0], codes.read_code(said[1]) or ""


def _rotate(day: dt.date | None, reason: str) -> str:
    made = actions.rotate_key(None, reason=reason, stolen_since=day)
    return f"{made.key_id} signs from now on."


def _distrust(key_id: str, day: dt.date | None, reason: str) -> str:
    key = signing.find_key(key_id.lower())
    if key is None or day is None:
        raise click.UsageError("--key takes a key of `documents keys`, together with --stolen-since DAY")
    actions.distrust_key(None, key, stolen_since=day, reason=reason)
    return f"{key.key_id} is declared stolen since {key.distrusted_since}."


def _standing(key: SigningKey) -> str:
    if key.distrusted_since:
        return f"stolen since {key.distrusted_since}"
    if key.retired_at:
        return f"retired {clock.office_time(key.retired_at):%Y-%m-%d}"
    return f"signs since {clock.office_time(key.made_at):%Y-%m-%d}"


ALL = (verify, keys, rotate_key, verifier)
