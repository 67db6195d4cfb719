"""How a function becomes a command: `--lang` and `--json` on every one, refusals and exit codes in one place."""

import inspect
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any, NoReturn

import typer
from typer._click.exceptions import UsageError
from typer.core import TyperGroup

from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Lang, Text
from tanpuhui.interfaces.cli import usage
from tanpuhui.interfaces.cli.opening import Needs, failed, open_up, translated
from tanpuhui.interfaces.cli.output import OutputLost, watched
from tanpuhui.interfaces.cli.refusals import refuse
from tanpuhui.interfaces.cli.screen import Screen, language

OK, REFUSED, INTERRUPTED = 0, 1, 130
Function = Callable[..., int | None]
_STOPPED = Text(
    "已停止。已提交的每一步都保留着；再次运行同一命令即可继续。",
    "Stopped. Every step that was committed stays; run the same command again to go on.",
)
LangOption = Annotated[
    Lang | None,
    typer.Option(
        "--lang", help="语言，默认取 TANPUHUI_LANG 或系统语言 / Language; default: TANPUHUI_LANG, else the system's"
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="只输出 JSON / Answer as JSON and nothing else")]
DayOption = Annotated[
    str | None, typer.Option("--on", metavar="DAY", help="法定日，YYYY-MM-DD / Legal day, YYYY-MM-DD")
]


def both(text: Text) -> str:
    """A help text: both languages in one line."""
    return f"{text.zh} / {text.en}"


class Front(TyperGroup):
    """The whole command line: wrong usage, a database that gave up, and a lost answer are told here."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run the words of the command line and end the process with the exit code."""
        words = list(sys.argv[1:] if args is None else args)
        screen = usage.screen_for(words)
        try:
            with watched():
                if no_text := usage.not_text(words):
                    screen.refused(no_text)
                    code = usage.USAGE
                else:
                    code = self._ran(screen, words, prog_name, complete_var, windows_expand_args, **extra)
        except OutputLost as lost:
            code = REFUSED
            screen.lost(refuse("output_unwritable", why=lost.why))
        sys.exit(code)

    def _ran(
        self, screen: Screen, words: list[str], name: str | None, complete: str | None, expand: bool, **extra: Any
    ) -> int:
        """The exit code of a command; wrong usage, and a database that gave up, are told."""
        try:
            return int(super().main(words, name, complete, False, expand, **extra) or OK)
        except UsageError as no:
            return usage.tell(screen, no)
        except Exception as wrong:
            if (no_more := failed(wrong)) is None:
                raise
            screen.refused(no_more)
            return REFUSED


def group(text: Text, *, front: bool = False) -> typer.Typer:
    """A group of commands; the `front` one is the whole command line."""
    return typer.Typer(
        cls=Front if front else TyperGroup, help=both(text), no_args_is_help=True, rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )  # fmt: skip


def command(
    app: typer.Typer, name: str, text: Text, *, needs: Needs = Needs.REGISTER
) -> Callable[[Function], Function]:
    """Make a function `(screen, …)` the command `name`. It returns its exit code; none is 0.

    What it refuses is told on its screen and ends with 1; Ctrl-C ends with 130; anything else is a bug and crashes.
    """

    def offer(function: Function) -> Function:
        def run(lang: Lang | None = None, json: bool = False, **given: Any) -> None:
            screen = Screen(language(lang), json=json)
            code = _run(screen, needs, partial(function, screen, **given))
            if code:
                raise typer.Exit(code)

        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        more = [
            inspect.Parameter("lang", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=LangOption),
            inspect.Parameter("json", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=JsonOption),
        ]
        keywords = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
        run.__signature__ = inspect.Signature([*keywords, *more])  # type: ignore[attr-defined]
        run.__name__ = function.__name__
        app.command(name, help=both(text))(run)
        return function

    return offer


def _run(screen: Screen, needs: Needs, act: Callable[[], int | None]) -> int:
    def work() -> int:
        open_up(needs)
        return act() or OK

    try:
        return translated(work)
    except Refusal as no:
        screen.refused(no)
        return REFUSED
    except KeyboardInterrupt:
        screen.note(_STOPPED)
        return INTERRUPTED
