"""进居: a judge or prosecutor mediates a case in a community, with record and photograph. What may be shown and made public is
decided by the consent of everybody seen, or by a copy with covered faces that a clerk declares to be so. Both are kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import BinaryIO

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, NotFound, RuleBroken
from portal.files.actions import store_file
from portal.files.contents import IMAGE
from portal.mediation.actions.moves import note_event
from portal.mediation.links.models import CommunityMediation, LinkPerson
from portal.mediation.links.people import court_days_of, street_of
from portal.mediation.links.reading import must_be_past, read_word
from portal.mediation.models import MediationCase

Upload = tuple[BinaryIO, str] | None
MOST_SHOWN = 40


def record_court_day(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    person: LinkPerson,
    held_on: dt.date,
    place: str,
    record: Upload = None,
    photo: Upload = None,
    shown: Sequence[str] = (),
) -> CommunityMediation:
    """Enter a mediation of a judge or prosecutor. A photograph comes with the names of everybody who is seen on it.

    Raises RuleBroken at the field, Conflict.
    """
    actor.must("mediation.record_court_day")
    case.expect_version(version)
    if person.unit_id != street_of(actor).id:
        raise NotFound
    must_be_past(held_on, "held_on", case.accepted_on or case.applied_on)
    if case.agreed_on is not None and held_on > case.agreed_on:
        raise RuleBroken(
            "held_on", N_("案件在 %(day)s 已达成协议，进居调解不能晚于这一天。"), day=case.agreed_on
        )
    if not person.serves_on(held_on):
        raise RuleBroken("held_on", N_("这一天%(name)s不以本街道为联系点。"), name=person.name)
    if any(one.person_id == person.id for one in court_days_of(case)):
        raise RuleBroken("person_id", N_("%(name)s在这一案件中的进居调解已经登记。"), name=person.name)
    row = CommunityMediation(
        unit_id=person.unit_id,
        person=person,
        case=case,
        held_on=held_on,
        place=read_word(place, "place", 100, wanted=True),
        entered_by=actor.account_id,
    )
    row.shown = []
    session.add(row)
    _keep(actor, row, record=record, photo=photo, shown=shown)
    session.flush()
    note_event(actor, case, verb="record_court_day", day=held_on, note=f"{person.body} {person.name}")
    return row


def add_pictures(
    actor: Actor,
    row: CommunityMediation,
    *,
    version: int | None,
    record: Upload = None,
    photo: Upload = None,
    shown: Sequence[str] = (),
) -> CommunityMediation:
    """Add the record or the photograph that came later. Raises RuleBroken at the field, Conflict."""
    actor.must("mediation.record_court_day")
    row.expect_version(version)
    if row.publishing == "published":
        raise RuleBroken(None, N_("照片已公开。要更换的，请先登记撤下。"))
    _keep(actor, row, record=record, photo=photo, shown=shown)
    return _noted(actor, row, "add_pictures")


def record_photo_consent(
    actor: Actor, row: CommunityMediation, *, version: int | None, names: Sequence[str], on: dt.date
) -> CommunityMediation:
    """These of the persons shown have consented in writing on a day; with the last of them the photograph may be seen.

    Raises RuleBroken at `names` or `on`, Conflict.
    """
    actor.must("mediation.record_court_day")
    row.expect_version(version)
    must_be_past(on, "on", row.held_on)
    people = [dict(one) for one in row.shown or []]
    chosen = [one for one in people if one["name"] in set(names)]
    if not chosen:
        raise RuleBroken("names", N_("请选择已经书面同意的人。"))
    for one in chosen:
        one["on"] = on.isoformat()
    row.shown = people
    return _noted(actor, row, "record_photo_consent")


def cover_photo(
    actor: Actor, row: CommunityMediation, *, version: int | None, upload: Upload, is_covered: bool
) -> CommunityMediation:
    """Keep a copy in which every face of who has not consented is covered, by the clerk's declaration; the original stays.

    Raises RuleBroken at `file` or `is_covered`, Conflict.
    """
    actor.must("mediation.record_court_day")
    row.expect_version(version)
    if row.photo is None:
        raise RuleBroken(None, N_("请先上传原照片。"))
    if upload is None:
        raise RuleBroken("file", N_("请选择遮盖人脸后的照片。"))
    if not is_covered:
        raise RuleBroken("is_covered", N_("请逐一核对后勾选：未同意的人的面部都已遮盖。"))
    row.covered = store_file(
        actor, stream=upload[0], name=upload[1], purpose="mediation.court_day", allow=(IMAGE,), field="file"
    )
    row.covered_by, row.covered_on = actor.account_id, clock.today()
    return _noted(actor, row, "cover_photo")


def must_be_seen(row: CommunityMediation) -> None:
    """Nothing is made public before everybody shown consented, or the faces are covered. Raises RuleBroken."""
    if row.seen_photo is None:
        raise RuleBroken(None, N_("照片上的人没有全部同意，也没有遮盖人脸的照片，不能公开。"))


def publish_photo(
    actor: Actor, row: CommunityMediation, *, version: int | None, where: str, on: dt.date
) -> CommunityMediation:
    """Enter where and when it was made public (政法网). Raises RuleBroken, also where the photograph is hidden, Conflict."""
    actor.must("mediation.record_court_day")
    row.expect_version(version)
    must_be_seen(row)
    must_be_past(on, "on", row.held_on)
    row.published_where = read_word(where, "where", 200, wanted=True)
    row.publishing, row.published_on = "published", on
    return _noted(actor, row, "publish_photo")


def take_down_photo(
    actor: Actor, row: CommunityMediation, *, version: int | None, names: Sequence[str] = ()
) -> CommunityMediation:
    """It was taken down; who has withdrawn the consent (个人信息保护法 art. 15) is named, and the photograph is hidden again.

    Raises RuleBroken, Conflict.
    """
    actor.must("mediation.record_court_day")
    row.expect_version(version)
    if row.publishing != "published" and not names:
        raise RuleBroken(None, N_("这张照片没有公开。"))
    people = [dict(one) for one in row.shown or []]
    for one in people:
        if one["name"] in set(names):
            one["on"] = None
    row.shown = people
    if row.publishing == "published":
        row.publishing = "taken_down"
    return _noted(actor, row, "take_down_photo")


def _keep(
    actor: Actor, row: CommunityMediation, *, record: Upload, photo: Upload, shown: Sequence[str]
) -> None:
    if record is not None:
        row.record = store_file(
            actor, stream=record[0], name=record[1], purpose="mediation.court_day", field="record"
        )
    if photo is not None:
        names = [name.strip() for name in shown if name.strip()]
        if not names:
            raise RuleBroken("shown", N_("请写出照片上每一个人的姓名，每行一人。"))
        if len(names) > MOST_SHOWN or any(len(name) > 100 for name in names):
            raise RuleBroken("shown", N_("最多 %(most)s 人，每行一人。"), most=MOST_SHOWN)
        row.photo = store_file(
            actor,
            stream=photo[0],
            name=photo[1],
            purpose="mediation.court_day",
            allow=(IMAGE,),
            field="photo",
        )
        row.shown = [{"name": name, "on": None} for name in dict.fromkeys(names)]
        row.covered, row.covered_by, row.covered_on = None, None, None


def _noted(actor: Actor, row: CommunityMediation, verb: str) -> CommunityMediation:
    people = row.shown or []
    row.all_consent = bool(people) and all(one["on"] for one in people)
    if row.publishing in {"none", "ready"}:
        row.publishing = "ready" if row.seen_photo is not None else "none"
    row.touch()
    session.flush()
    audit.record(actor, f"mediation.{verb}", row, number=row.case.number or "")
    return row
