"""Notices by mail: one's own address, the code that confirms it, and the switch."""

from django.urls import reverse

from tanpuhui.apps.notices import recipients
from tanpuhui.core.text import Text
from tanpuhui.interfaces import mailing
from tanpuhui.interfaces.web import forms
from tanpuhui.interfaces.web.frame import SEAT, Answer, Page, Visit

WORDS = {
    "lead": Text(
        "写给您所在机构的通知，也可以寄到您的邮箱。地址只对您自己和登记簿可见。",
        "What is told to your organisations can also come to you by mail. Your address is known to you and the register alone.",
    ),
    "now": Text("现在的地址", "Your address now"),
    "none": Text("没有登记地址。", "No address is entered."),
    "confirmed": Text("已确认", "confirmed"),
    "unconfirmed": Text("尚未确认：请填入寄到那里的确认码", "not confirmed yet: give the code that was mailed there"),
    "on": Text("通知会寄到这里。", "Notices are mailed there."),
    "off": Text("邮件通知已关闭。", "Notices by mail are switched off."),
    "kept": Text(
        "本登记簿没有邮件服务器，邮件由运营方另行寄出。",
        "This register names no mail server; its operator sends the mails by other means.",
    ),
    "printed": Text("演示不寄邮件，邮件显示在运行它的终端里。", "A demonstration sends no mail; it is printed on the terminal it runs in."),
    "change": Text("设置地址", "Set the address"),
    "confirm": Text("确认地址", "Confirm the address"),
    "switch": Text("开关", "Switch"),
}  # fmt: skip
_ON = Text("开启邮件通知", "Switch notices by mail on")
_OFF = Text("关闭邮件通知", "Switch notices by mail off")


def show(visit: Visit) -> Answer:
    """What holds now, and the forms to change it."""
    mine, here = recipients.address(visit.seated.user.pk), reverse("notices_settings")
    facts: dict[str, object] = {
        "mine": mine,
        "kept": mailing.kept(),
        "printed": mailing.printed(),
        "change_offer": forms.offer(visit, "set_email", initial={"email": mine.email}, then=here),
    }
    if mine.email and not mine.confirmed:
        given = {"mailed": code} if (code := visit.asked("code")) else {}
        facts["confirm_offer"] = forms.offer(visit, "confirm_email", initial=given, then=here)
    elif mine.email:
        button = _OFF if mine.wanted else _ON
        fixed = {"wanted": not mine.wanted}
        facts["switch_offer"] = forms.offer(visit, "switch_email", fixed=fixed, then=here, button=button)
    return Answer(facts)


TITLE = Text("通知设置", "Notices by mail")
PAGE = Page("notices_settings", ("desk/notices",), "web/notices_settings.html", TITLE, WORDS, show, needs=SEAT)
