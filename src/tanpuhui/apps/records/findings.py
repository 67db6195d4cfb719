"""What `tanpuhui doctor` may find in this room; on a sound register nothing. Each sentence ends with what to do."""

from tanpuhui.core.findings import Findings, kind

found = Findings(
    "records",
    kind("database_unreachable", "error", zh="连不上数据库 {about}：{reason}。请检查 DATABASE_URL、网络和服务器。",
         en="The database {about} cannot be reached: {reason}. Check DATABASE_URL, the network and the server."),
    kind("database_too_old", "error", zh="{about} {version} 太旧，至少需要 {least}。请升级。",
         en="{about} {version} is too old; {least} or newer is needed. Upgrade it."),
    kind("sqlite_setting_wrong", "error", zh="SQLite 的 {about} 是 {value}，应为 {wanted}。请用本程序自带的设置打开数据库。",
         en="SQLite's {about} is {value} and should be {wanted}. Open the database with this program's settings."),
    kind("migration_unapplied", "error", zh="迁移 {about} 尚未执行。请运行 tanpuhui migrate。",
         en="The migration {about} was not applied. Run tanpuhui migrate."),
    kind("database_unguarded", "error", zh="数据库守卫 {about} 不在或被改动。请查明是谁所为，再运行 tanpuhui migrate 和 ledger verify。",
         en="The guard {about} of the database is gone or altered. "
         "Find out who did it, then run tanpuhui migrate and ledger verify."),
    kind("evidence_store_unusable", "error", zh="证据库 {about} 无法使用：{reason} {mend}",
         en="The evidence store {about} cannot be used: {reason} {mend}"),
    kind("evidence_file_missing", "error", zh="证据 {about} 有记录而无文件。请从备份恢复，或再次归档同一文件。",
         en="Evidence {about} has an entry and no file. Restore it from a backup, or file it again."),
    kind("evidence_file_altered", "error", zh="证据 {about} 的文件与其哈希不符。请从备份恢复，或再次归档同一文件。",
         en="The file of evidence {about} does not match its hash. Restore it from a backup, or file it again."),
    kind("evidence_file_unknown", "note", zh="证据库中的 {about} 没有记录，可能是中断的归档留下的。无需处理；确认无用后可删除。",
         en="The evidence store has {about} without an entry, perhaps from a filing that broke off. "
         "Nothing need be done; it may be deleted."),
    kind("evidence_leftover", "note", zh="证据库中的 {about} 不是证据文件。没有正在进行的归档时可删除。",
         en="{about} in the evidence store is no evidence file. Delete it when nobody is filing."),
    kind("disk_nearly_full", "warning", zh="{about} 所在磁盘只剩 {free} MiB。请腾出空间，至少 {least} MiB。",
         en="The disk of {about} has {free} MiB left. Make room: {least} MiB at least."),
    kind("secret_key_missing", "error", zh="没有签名密钥 {about}。请运行 tanpuhui init，或设置 TANPUHUI_SECRET_KEY。",
         en="There is no signing key {about}. Run tanpuhui init, or set TANPUHUI_SECRET_KEY."),
    kind("secret_key_weak", "warning", zh="签名密钥 {about} 太短或太简单。请换成至少 50 个随机字符。",
         en="The signing key {about} is too short or too simple. Take at least 50 random characters."),
    kind("secret_key_exposed", "warning", zh="别的用户也能读密钥文件 {about}。请运行 chmod 600，并更换密钥。",
         en="Other users can read the key file {about}. Run chmod 600 on it, and take a new key."),
    kind("journal_entry_wrong", "error", zh="日志 {about} 的内容与其哈希或各列不符。请查明原因，并从备份恢复。",
         en="Journal entry {about} does not match its hash or its columns. Find out why, and restore from a backup."),
    kind("approval_entry_wrong", "error", zh="批准申请 {about} 的内容与其哈希不符。请查明原因，并从备份恢复。",
         en="Approval request {about} does not match its hash. Find out why, and restore from a backup."),
    kind("more_of_the_same", "note", zh="还有 {count} 项 {about}，未逐一列出。请先处理已列出的，再检查一次。",
         en="There are {count} more of {about}, not listed. Mend those that are, then look again."),
)  # fmt: skip
