"""Why an address for mail is not taken."""

from tanpuhui.core.refusals import Refusals, kind

refuse = Refusals(
    "notices",
    kind("email_malformed", zh="“{email}”不是电子邮件地址。", en="“{email}” is no e-mail address.",
         mend_zh="请写成 name@example.org 的样子，254 个字符以内；留空则不收邮件。",
         mend_en="Write it like name@example.org, in at most 254 characters; leave it empty to get no mail."),
    kind("too_many_addresses", zh="一天之内已寄出 {most} 封确认邮件。", en="{most} mails to confirm an address were sent within a day.",
         mend_zh="请查看邮箱（包括垃圾邮件），或明天再试。", mend_en="Look into your mailbox (its spam, too), or try again tomorrow."),
    kind("proof_not_valid", zh="确认码无效、已到期，或不是给这位用户的这个地址的。",
         en="The code is not valid, has expired, or is not for this address of this user.",
         mend_zh="请再设置一次地址，会寄出新的确认码。", mend_en="Set the address once more; a new code will be mailed."),
)  # fmt: skip
