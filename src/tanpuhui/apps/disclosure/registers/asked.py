"""What is asked of a list, and how a page of it is cut: by key, never by counting from the beginning."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.parameters.cities import cities

M = TypeVar("M", bound=Model)
Rows = Iterator[dict[str, Any]]
"""Rows by name of column."""


def in_city(area: str) -> dict[str, str | None]:
    """The columns of an area: its code and the city's name; no name of what is no city of the province."""
    says = cities().get(area)
    return {"area": area, "city_zh": says.zh if says else None, "city_en": says.en if says else None}


@dataclass(frozen=True, slots=True)
class Asked:
    """At most `limit` rows that come after the key `after` (none: the first), narrowed by `narrow`; on a day, for somebody."""

    on: date
    limit: int
    after: Any = None
    narrow: Mapping[str, Any] = field(default_factory=dict)
    by: Actor | None = None

    @property
    def who(self) -> Actor:
        """The reader, where a list needs one. Without one it is a bug."""
        assert self.by is not None, "a list that is kept for somebody"
        return self.by

    def get(self, name: str) -> Any:
        """What a filter was set to; None if it was not."""
        return self.narrow.get(name)

    def only(self, **paths: str) -> dict[str, Any]:
        """The conditions of those filters (name → path of the lookup) that were set."""
        return {path: self.narrow[name] for name, path in paths.items() if name in self.narrow}

    def page(self, rows: "QuerySet[M]", key: str = "pk", *, newest: bool = False) -> "QuerySet[M]":
        """A page of `rows` in the order of their key, the newest first if so asked."""
        if self.after is not None:
            rows = rows.filter(**{f"{key}__{'lt' if newest else 'gt'}": self.after})
        return rows.order_by(f"-{key}" if newest else key)[: self.limit]
