"""What each deed does, in a sentence above its form: what changes, and whether it can be taken back."""

from tanpuhui.core.text import Text

ABOUT: dict[str, Text] = {
    "accept_units": Text("单位从对方账户转入您的账户。", "The units come over from the other account into yours."),
    "accredit_body": Text(
        "把核查机构列入名录：可核查哪些方法学，有效至何时。", "Enters a verification body in the register: for which methodologies, and until when."
    ),
    "add_person": Text(
        "登记一个人并任命角色；之后用邀请链接请其进入。", "Registers somebody with a role; afterwards an invitation link lets them in."
    ),
    "admit_organisation": Text(
        "机构登记在册；开户之前还须通过尽职调查。", "The organisation is on the register; before it has an account, due diligence must be passed."
    ),
    "adopt_values": Text(
        "主管部门采纳一份报告所用的取值组合；采纳后，用它算出的结果可以签发。",
        "The authority adopts exactly the values a report used; then what was computed from them may be issued.",
    ),
    "appoint": Text("任命后即可按该角色办理，到期自动失效。", "From its first day the role may be used; it ends by itself on its last."),
    "buffer_units": Text("单位存入缓冲账户，以备日后逆转。", "The units go to the buffer, against a later reversal."),
    "cancel_units": Text("单位永久退出流通。不能撤回，只能更正。", "The units leave circulation for good. Only a correction undoes it."),
    "close_organisation": Text("从这一天起，没有人能再代表该机构办理。", "From this day on nobody acts for the organisation."),
    "convert_units": Text(
        "单位按规则换成另一种单位；原单位永久注销。", "Units become units of another type by a rule; the old ones are used up for good."
    ),
    "correct_entry": Text(
        "用一笔相反的过账撤销一条日志；原来的记录仍然保留。", "Undoes an entry by its exact opposite; the entry itself stays in the journal."
    ),
    "decide_approval": Text(
        "批准后，由申请人完全按申请内容办理一次。", "If you allow it, who asked carries out exactly what stands here, once."
    ),
    "declare_conflict": Text(
        "申报后，本机构不能再核查该机构的项目。", "Once declared, your body verifies no project of that organisation."
    ),
    "decline_units": Text("单位留在对方账户，重新可用。", "The units stay with the other account and are free again."),
    "deposit_units": Text(
        "单位存入履约账户，清缴前可以撤回。", "The units go to the compliance account; until surrendered they may come back."
    ),
    "entrust": Text(
        "代理机构从此可在所列权限内代您办理，直到撤销或到期。", "From now on the agent acts for you within the permissions below, until revoked or over."
    ),
    "expire_units": Text("单位按规则到期，永久退出流通。", "The units expire by a rule and leave circulation for good."),
    "found_organisation": Text(
        "机构登记在册，并有首任管理员；其余人员由其任命。", "The organisation is on the register with its first manager, who appoints the others."
    ),
    "freeze": Text("停止所选范围内的事项，直到解冻。", "Stops the acts chosen within the scope, until it is lifted."),
    "hold_units": Text(
        "预留的单位不能作他用；为另一账户预留即为质押。", "Reserved units serve nothing else; in another's favour this is a pledge."
    ),
    "invalidate_units": Text(
        "宣告单位失效；持有人可能须用其他单位替换。", "Declares units invalid; their holder may have to replace them by others."
    ),
    "issue_report": Text(
        "按批准的结果签发单位；签发前会再计算一次。", "Issues what the approved report came to; it is calculated once more before."
    ),
    "issue_token": Text(
        "程序凭令牌以您的名义在所选范围内办理。", "A program that holds the token acts in your name, within the scopes chosen."
    ),
    "lapse_reservation": Text("预留已过最后一天：单位重新可用。", "The reservation's last day has passed: its units are free again."),
    "lift_freeze": Text("从这一天起，被停止的事项可以继续。", "From this day on the acts may go on."),
    "object_to_project": Text(
        "在公示期内对项目提出异议；申请人须答复。", "Objects to a project while it is disclosed; the applicant must answer."
    ),
    "open_account": Text("为机构开立账户，存放单位或资金。", "Opens an account in which an organisation keeps units or money."),
    "open_filing": Text("申报一个方法学，由主管部门和专家审核。", "Puts a methodology before the authority and its experts."),
    "open_project": Text(
        "建立草稿；公示收益分配之前只有本案各方能看见。", "Opens a draft; until benefit sharing is disclosed only its parties see it."
    ),
    "pay_yuan": Text("资金从一个账户转到另一个账户。", "Money goes from one account to another."),
    "publish_notice": Text(
        "登记一份通知及其取值；第二人批准后对所有人生效，不能再改。",
        "Enters a notice with its values; once a second person allows it, it holds for all and is never changed.",
    ),
    "record_objection": Text(
        "登记书面收到的异议；是否逾期以收到日为准。", "Enters an objection that came on paper; the day it came decides whether it is in time."
    ),
    "release_buffer": Text("单位从缓冲账户回到持有账户。", "The units come back out of the buffer."),
    "release_units": Text("预留结束，单位重新可用。", "The reservation ends; its units are free again."),
    "retire_units": Text(
        "单位为所列用途和受益人永久注销，并出具证书。不能撤回。",
        "The units are used for good for this purpose and beneficiary, with a certificate. There is no way back.",
    ),
    "revoke_adoption": Text("今后不能再凭这次采纳签发；已签发的不受影响。", "Nothing more is issued on this adoption; what was issued stays."),
    "surrender_units": Text("履约账户中的单位用于清缴，不能撤回。", "Units of the compliance account are surrendered for good."),
    "transfer_units": Text(
        "单位转到另一账户；对方账户须先接受的，在接受之前为其预留。",
        "Units go to another account; where its owner must accept them first, they wait reserved until then.",
    ),
    "vet_organisation": Text(
        "登记对机构的尽职调查结果；通过后才能开户。", "Records what the examination of the organisation came to; only then may it have an account."
    ),
    "withdraw_units": Text("单位从履约账户回到持有账户。", "Units come back from the compliance account."),
}  # fmt: skip
"""By the code of the deed. Deeds of a case say it on the case's page."""
