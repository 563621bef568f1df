"""Use cases: each opens the transaction, checks the role and the rule, writes the journal."""
