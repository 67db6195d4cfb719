"""Wrong usage of the command line, told like every other refusal: with a code, in both languages, as JSON if asked."""

from collections.abc import Sequence
from typing import Any, Literal, get_args, get_origin

from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)

from tanpuhui.core.refusals import Refusal
from tanpuhui.core.refused import shown
from tanpuhui.core.text import LANGS, Lang, Text
from tanpuhui.interfaces.cli.refusals import refuse
from tanpuhui.interfaces.cli.screen import Screen, language

USAGE = 2
"""The exit code of wrong usage."""
_ANY = Text("另一种写法的值", "written in another way")
_WHOLE = Text("整数", "a whole number")


def screen_for(words: Sequence[str]) -> Screen:
    """The screen that the words of a command line ask for, before anybody knows whether they are in order."""
    asked: Lang | None = None
    for word, following in zip(words, [*words[1:], ""], strict=False):
        said = word.removeprefix("--lang=") if word.startswith("--lang=") else following if word == "--lang" else ""
        asked = next((lang for lang in LANGS if lang == said), asked)
    return Screen(language(asked), json="--json" in words)


def not_text(words: Sequence[str]) -> Refusal | None:
    """The refusal of the first word that is no text: bytes that are no UTF-8, which Python passes on as half characters."""
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            return refuse("word_not_text", given=shown(word), command="tanpuhui")
    return None


def tell(screen: Screen, no: UsageError) -> int:
    """Tell what is wrong with the words; the exit code. A group without a command shows its help."""
    if isinstance(no, NoArgsIsHelpError):
        no.show()
    else:
        screen.refused(refusal(no))
    return USAGE


def refusal(no: UsageError) -> Refusal:
    """What the parser says, as a refusal of the closed list."""
    command = no.ctx.command_path if no.ctx else "tanpuhui"
    if isinstance(no, NoSuchOption):
        return refuse("option_unknown", option=shown(no.option_name), command=command)
    if isinstance(no, MissingParameter):
        return refuse("argument_missing", what=_name(no.param), command=command)
    if isinstance(no, BadParameter):
        return refuse("value_not_accepted", what=_name(no.param), wanted=_wanted(no.param), command=command)
    if isinstance(no, BadOptionUsage):
        flag = "does not take" in no.message  # the parser tells it nowhere else
        return refuse("option_takes_no_value" if flag else "option_needs_value", option=no.option_name, command=command)
    known = getattr(no.ctx.command, "commands", None) if no.ctx else None
    if known:
        return refuse("unknown_command", given=_quoted(no), known=", ".join(sorted(known)), command=command)
    return refuse("word_too_many", given=_quoted(no), command=command)


def _name(parameter: Any) -> str:
    """A parameter as the help calls it: the option's longest form, or the argument's word."""
    if parameter is None:
        return "–"
    if hasattr(parameter, "is_flag"):
        return str(max(parameter.opts, key=len))
    return str(parameter.metavar or parameter.name).upper()


def _wanted(parameter: Any) -> Text:
    """What a parameter takes."""
    kind = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    if get_origin(kind) is Literal:
        words = [str(choice) for choice in get_args(kind)]
        return Text(f"{'、'.join(words)} 之一", f"one of {', '.join(words)}")
    least, most = getattr(parameter, "min", None), getattr(parameter, "max", None)
    if least is not None and most is not None:
        return Text(f"{least} 至 {most} 的整数", f"a whole number from {least} to {most}")
    if least is not None:
        return Text(f"不小于 {least} 的整数", f"a whole number of at least {least}")
    return _WHOLE if kind is int else _ANY


def _quoted(no: UsageError) -> str:
    """The word that the parser's message quotes."""
    said = str(no.message)
    begin, end = said.find("'"), said.rfind("'")
    return shown(said[begin + 1 : end] if 0 <= begin < end else said.rpartition("(")[2].rstrip(")."))
