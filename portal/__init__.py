"""The portal of a street office. `create_app` reads as a table of contents; what each line does lives in its own room.

It imports what it needs when it is called: a process that only draws paper pays for no web framework and no database.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.web.application import Portal


def create_app(overrides: Mapping[str, Any] | None = None) -> Portal:
    """Make the application of one installation; raises UnsafeConfiguration or KeyProblem with the mend."""
    from portal import clock, commands, config, db, vault, web
    from portal.extensions import babel, csrf, login_manager, migrate
    from portal.extensions import db as database
    from portal.rooms import ROOMS
    from portal.web import addresses, errors, filters, headers
    from portal.web.application import Portal

    settings = config.load(overrides)
    clock.fix_today(settings.today)
    vault.use(vault.KeyRing(settings.data_key))

    app = Portal(
        "portal",
        root_path=str(config.ROOT / "portal"),
        instance_path=str(settings.instance),
        template_folder=str(config.ROOT / "templates"),
        static_folder=str(config.ROOT / "static"),
    )
    app.config.from_mapping(settings.flask_settings())
    app.config.from_mapping({k: v for k, v in (overrides or {}).items() if not k.startswith("PORTAL_")})
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = db.engine_options(settings.database_url)
    app.extensions["portal_gates"] = []

    database.init_app(app)
    with app.app_context():
        db.prepare_engine(database.engine)
    migrate.init_app(app, database, directory=str(config.ROOT / "portal" / "migrations"))
    babel.init_app(app, locale_selector=filters.choose_locale, default_translation_directories="translations")
    login_manager.init_app(app)
    login_manager.session_protection = None  # the server's own record of the sign-in decides
    csrf.init_app(app)

    addresses.register(app)
    headers.register(app)
    filters.register(app)
    errors.register(app)
    web.register(app)
    for room in ROOMS:
        room.register(app)
    commands.register(app)
    return app
