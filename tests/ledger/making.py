"""What must not come into being: units without a number, a place, an origin or a right to be made."""

from functools import partial
from typing import Any

from tanpuhui.apps.ledger import issuing
from tanpuhui.apps.ledger.posting import Creation
from tests.ledger.scene import HUGE, LONG, Cases, Scene


class Making(Scene):
    """The scene, and units that are asked for in it."""

    def creations(self) -> Cases:
        good: dict[str, Any] = {
            "act": "issue", "target": 0, "quantity": 5, "unit_type": "ARBOC", "jurisdiction": "US_CA", "methodology": "FR",
            "project": "P1", "vintage": 2013, "register": "us", "foreign_id": "F9",
        }  # fmt: skip
        bad: list[tuple[str, dict[str, Any]]] = [
            *(("quantity_out_of_bounds", {"quantity": bad}) for bad in (0, -5, HUGE, True, 5.0, "5")),
            *(("malformed_segment", {part: bad}) for part in ("unit_type", "jurisdiction", "methodology", "project")
              for bad in ("", "a b", LONG)),
            ("year_out_of_bounds", {"vintage": 10**6}),
        ]  # fmt: skip
        for code, change in bad:
            name = f"units with {next(iter(change))} {str(next(iter(change.values())))[:9]!r}"
            yield name, code, partial(self.mirrored, Creation(**good | change))
        yield (
            "units into a retirement account",
            "not_permitted_between",
            partial(self.mirrored, Creation(**good), account="RETIRED"),
        )
        yield (
            "one foreign id twice in a batch",
            "series_exists",
            partial(self.mirrored, Creation(**good), Creation(**good)),
        )
        yield "units made by a firm", "not_permitted", partial(self.mirrored, Creation(**good), by=self.p.alice)
        yield "nothing mirrored", "batch_empty", self.mirrored

    def mirrored(self, *creations: Creation, account: str = "A-1", **more: Any) -> object:
        written = self.cast.write(more.pop("by", self.p.setup))
        return issuing.mirror(**written, series=[(account, new) for new in creations])
