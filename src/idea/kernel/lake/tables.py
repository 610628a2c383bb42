"""Delta Lake tables in the lake's store (Delta protocol, through `deltalake`)."""

from typing import Any

from idea.kernel.lake.keys import LOG, TABLES
from idea.kernel.lake.stores import Store, missing, unreachable


def append(store: Store, name: str, arrow: Any, partition_by: tuple[str, ...]) -> int:
    import deltalake

    uri, options = store.table_uri(name), store.table_options()
    try:
        deltalake.write_deltalake(
            uri,
            arrow,
            mode="append",
            schema_mode="merge",
            partition_by=list(partition_by) or None,
            storage_options=options or None,
        )
        return int(deltalake.DeltaTable(uri, storage_options=options or None).version())
    except OSError as error:
        raise unreachable() from error


def scan(store: Store, name: str, version: int | None) -> Any:
    import deltalake

    uri, options = store.table_uri(name), store.table_options()
    try:
        table = deltalake.DeltaTable(uri, version=version, storage_options=options or None)
        return table.to_pyarrow_dataset()
    except deltalake.exceptions.TableNotFoundError:
        raise missing(name) from None
    except OSError as error:
        raise unreachable() from error


def files(store: Store) -> list[str]:
    """Return the files of all tables below their folder: data first, then the logs.

    The logs are listed before the data: what they name was written before them, so it is among
    the data listed after. `_last_checkpoint` is a hint that later writers overwrite: left out.
    """
    logs = [
        key for key in _names(store) if f"/{LOG}/" in key and not key.endswith("/_last_checkpoint")
    ]
    data = [key for key in _names(store) if f"/{LOG}/" not in key]
    return sorted(data) + sorted(logs)


def _names(store: Store) -> list[str]:
    return [key.removeprefix(f"{TABLES}/") for key in store.table_keys()]
