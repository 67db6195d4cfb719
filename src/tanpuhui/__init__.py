"""An open carbon offsetting mechanism: projects, credits, ledger, offset rules."""
