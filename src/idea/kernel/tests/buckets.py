"""An S3-compatible server of our own on 127.0.0.1, for what has to work without a local lake."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

BUCKET = "idea-test"


@dataclass(frozen=True)
class Bucket:
    endpoint: str
    client: Any

    def url(self, prefix: str) -> str:
        """Return the lake's address below `prefix`, as IDEA_LAKE_URL takes it."""
        host = self.endpoint.removeprefix("http://")
        return (
            f"s3://test:test@{BUCKET}/{prefix}"
            f"?region=us-east-1&scheme=http&endpoint_override={host}"
        )

    def keys(self, prefix: str) -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=BUCKET, Prefix=f"{prefix}/"
        )
        return [each["Key"] for page in pages for each in page.get("Contents", ())]

    def arriving(self) -> bool:
        """Tell whether a file is on its way: parts are there, the file is not."""
        return bool(self.client.list_multipart_uploads(Bucket=BUCKET).get("Uploads"))


@contextmanager
def bucket() -> Iterator[Bucket]:
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_bucket(Bucket=BUCKET)
    try:
        yield Bucket(endpoint, client)
    finally:
        server.stop()
