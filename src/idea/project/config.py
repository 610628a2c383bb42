"""The settings of a whole installation, read once from `IDEA_…` variables and checked at start.

Declares them; the engines declare their own beside themselves (`conf.py`).
"""

import secrets
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import NoDecode

from idea.kernel.config import Settings, settings_group


@settings_group("project")
class SiteSettings(Settings):
    home: Path = Field(Path("var"), description="The data folder: database, lake, logs, secret.")
    port: int = Field(8000, ge=1, le=65535, description="The port the site listens on.")
    host: str = Field(
        "127.0.0.1",
        description="The address the site listens on; 0.0.0.0 lets other machines in.",
    )
    url: str = Field(
        "",
        description="The site's public address, https://data.example.gov; empty: this machine.",
    )
    name: str = Field("ide@ 智慧城市平臺", description="The site's name in Chinese.")
    name_en: str = Field("ide@ city platform", description="The site's name in English.")
    database_url: str = Field(
        "", description="postgresql://user:password@host:5432/name; empty: SQLite in IDEA_HOME."
    )
    lake_url: str = Field(
        "",
        description="Where snapshots are kept: a folder, or s3://bucket/prefix (with "
        "?endpoint_override=… for a store that is not AWS); empty: lake/ in IDEA_HOME.",
    )
    cache_url: str = Field(
        "", description="redis://host:6379/0, needed with more than one web process; empty: memory."
    )
    email_url: str = Field(
        "",
        description="smtp://user:password@host:587 (STARTTLS) or smtps://…:465; empty: letters are "
        "printed in the log.",
    )
    email_from: str = Field("ide@localhost", description="The sender of the site's letters.")
    secret_key: str = Field(
        "", description="Signs sessions and links; empty: made once and kept in IDEA_HOME/secret."
    )
    allowed_hosts: Annotated[list[str], NoDecode] = Field(
        default=[], description="Further host names that may be asked for, comma separated."
    )
    proxies: int = Field(
        0, ge=0, le=5, description="Balancers in front whose X-Forwarded-For is to be believed."
    )
    processes: int = Field(1, ge=1, le=64, description="Web processes.")
    threads: int = Field(4, ge=1, le=256, description="Threads in each web process.")
    tile_url: str = Field(
        "",
        description="An outside raster base map, e.g. https://host/{z}/{x}/{y}.png; empty: the "
        "boundaries that come with the platform.",
    )
    tile_attribution: str = Field(
        "", description="The words of thanks an outside base map asks for."
    )
    debug: bool = Field(False, description="Show error details in pages. Never on a public site.")

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @property
    def site_url(self) -> str:
        """Return the public address without a slash at its end."""
        return (self.url or f"http://localhost:{self.port}").rstrip("/")

    def make_home(self) -> None:
        """Make the data folder where there is none, for its owner's eyes only.

        It holds sessions, password digests and what was withdrawn. One that is there keeps its
        mode: an operator may have opened it to a group on purpose.
        """
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)

    def read_secret(self) -> str:
        """Return the signing secret, made on first use with mode 0600."""
        if self.secret_key:
            return self.secret_key
        path = self.home / "secret"
        if not path.exists():
            self.make_home()
            fresh = path.with_name(f"secret.{secrets.token_hex(4)}")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(50))
            try:
                path.hardlink_to(fresh)  # only one of two processes that start together wins
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_text().strip()


@lru_cache(maxsize=1)
def site() -> SiteSettings:
    """Return the settings; the port last given to `up` stands in for an unset IDEA_PORT."""
    settings = SiteSettings()
    kept = settings.home / "port"
    if "port" not in settings.model_fields_set and kept.exists():
        return SiteSettings(port=int(kept.read_text()))
    return settings
