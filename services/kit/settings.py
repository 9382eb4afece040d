"""Settings every process needs, read once from the environment. A room adds its own beside its app."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class KitSettings(BaseSettings):
    """The part of the configuration that every room reads."""

    model_config = SettingsConfigDict(
        env_prefix="TERRAIN_", env_file=".env", extra="ignore", frozen=True, populate_by_name=True
    )

    database_url: str = Field(
        default="",
        validation_alias="DATABASE_URL",
        description="PostgreSQL 15 or later, as the schema's owner. Empty: an embedded server in the data directory.",
    )
    app_database_url: str = Field(
        default="",
        description="The same database as the role that serves requests. Empty: derived from the owner's address.",
    )
    data_dir: Path = Field(
        default=Path("var"), description="Where the embedded server and the generated secret live."
    )
    principal_key: SecretStr = Field(
        default=SecretStr(""),
        description="Key that signs who is asking, between processes. Empty: generated in the data directory.",
    )
    origin: str = Field(
        default="http://localhost:8000",
        description="The public address, as browsers write it: scheme and host.",
    )
    pool_size: int = Field(default=5, ge=1, description="Database connections that each room keeps.")
    log_json: bool = Field(default=False, description="One JSON object a line instead of coloured text.")
