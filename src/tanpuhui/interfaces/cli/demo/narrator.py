"""Who tells the story: scenes of plain sentences, printed as they happen, or gathered for JSON."""

from collections.abc import Callable

from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.screen import Screen, refusal_record

_THERE = Text("（这一幕上次已经演过：没有再过账。）", "(This scene was played before: nothing was posted again.)")
_TRIED = Text("  试：{tried}", "  Tried: {tried}")
_GOT = Text("    → 得到（{code}）：{says}", "    → got ({code}): {says}")


class Narrator:
    """Speaks on a screen; `record` is what was said so far."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.record: list[dict[str, object]] = []
        self._says: list[Text] = []

    def scene(self, title: Text) -> None:
        """Begin the next scene."""
        number = len(self.record) + 1
        self._says = []
        self.record.append({"scene": number, "title": title, "says": self._says})
        self._print(lambda: self.screen.line(f"\n{number}. {self.screen.into(title)}", "bold cyan"))

    def say(self, text: Text, **facts: object) -> None:
        """Tell a sentence."""
        sentence = text.fill(**facts)
        self._says.append(sentence)
        self._print(lambda: self.screen.line(f"  {self.screen.into(sentence)}"))

    def refused(self, tried: Text, no: Refusal) -> None:
        """Tell what somebody tried, and the refusal that was the answer."""
        self.keep("refusals", {"tried": tried, **refusal_record(no)})
        self._print(lambda: self.screen.say(_TRIED.fill(tried=tried)))
        says = Text(no.sentence("zh"), no.sentence("en"))
        self._print(lambda: self.screen.say(_GOT.fill(code=no.code, says=says), "yellow"))

    def show(self, name: str, data: object, show: Callable[[], None]) -> None:
        """Show a table, or keep its data under `name`."""
        self.record[-1][name] = data
        self._print(show)

    def keep(self, name: str, data: object) -> None:
        """Add to a list of the scene's record."""
        kept = self.record[-1].setdefault(name, [])
        assert isinstance(kept, list)
        kept.append(data)

    def known(self) -> None:
        """Tell that the scene was there already."""
        self.record[-1]["played_before"] = True
        self._print(lambda: self.screen.line(f"  {self.screen.into(_THERE)}", "dim"))

    def _print(self, show: Callable[[], None]) -> None:
        if not self.screen.json:
            show()
