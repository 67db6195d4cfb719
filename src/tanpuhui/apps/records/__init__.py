"""What was done, by whom, on what evidence: the journal, evidence files, reference numbers, second persons."""
