"""Attachments and scans: recognised by content, re-encoded, kept sealed in the instance folder, and never executed."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Say where this installation keeps its files, and add the commands. Pages that show files belong to the rooms above."""
    from portal.audit import words
    from portal.errors import N_
    from portal.files import commands, models, store  # noqa: F401  (the table belongs to the schema)

    store.use_folder(app.config["PORTAL"].instance / "files")
    app.cli.add_command(commands.files)
    words.name_verbs({"files.store_file": N_("存入附件"), "files.discard_file": N_("删除附件")})
    words.name_subjects({"StoredFile": N_("附件")})
    words.name_facts({"purpose": N_("用途"), "media_type": N_("文件类型")})
