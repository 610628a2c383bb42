"""Delta Lake tables in the lake's store (Delta protocol, through `deltalake`)."""

from typing import Any

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
