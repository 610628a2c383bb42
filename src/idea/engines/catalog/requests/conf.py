"""The settings of requests and showcases."""

from functools import lru_cache

from pydantic import Field

from idea.kernel.config import Settings, settings_group


@settings_group("requests")
class RequestSettings(Settings):
    requests_answer_days: int = Field(
        30, gt=0, le=365, description="Within how many days an agency answers a request."
    )
    requests_working_days: bool = Field(
        False, description="Count Monday to Friday only; public holidays are not known here."
    )
    requests_daily: int = Field(
        5, gt=0, description="How many requests one person may post in a day."
    )
    requests_comments_daily: int = Field(
        50, gt=0, description="How many comments one person may post in a day."
    )
    showcases_daily: int = Field(
        5, gt=0, description="How many showcases one person may propose in a day."
    )
    showcase_picture_bytes: int = Field(
        5 * 1024**2, gt=0, description="The largest picture of a showcase that is taken, in bytes."
    )


@lru_cache(maxsize=1)
def conf() -> RequestSettings:
    return RequestSettings()
