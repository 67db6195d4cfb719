"""How a function becomes a command: `--lang` and `--json` on every one, refusals and exit codes in one place."""

import inspect
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import typer

from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Lang, Text
from tanpuhui.interfaces.cli.opening import Needs, open_up, translated
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


def group(text: Text) -> typer.Typer:
    """A group of commands."""
    return typer.Typer(help=both(text), no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


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
