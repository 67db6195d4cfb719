"""All commands of `tanpuhui`, gathered. Importing this loads no Django."""

from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli import (
    administrators,
    daily,
    demo,
    imports,
    jobs,
    ledger,
    lists,
    methodologies,
    quantify,
    serve,
    setup,
    stats,
    tokens,
    values,
)
from tanpuhui.interfaces.cli.commands import group

app = group(Text("碳普惠登记簿", "An open register of carbon offsets"), front=True)
for alone in (
    setup.app,
    administrators.app,
    imports.app,
    lists.app,
    tokens.app,
    stats.app,
    daily.app,
    values.single,
    serve.app,
    demo.app,
    quantify.app,
):
    app.registered_commands += alone.registered_commands
app.add_typer(ledger.app, name="ledger")
app.add_typer(jobs.app, name="jobs")
app.add_typer(values.app, name="values")
app.add_typer(methodologies.app, name="methodology")
