"""What the advice is worth: data, measures and backends; `python -m evals` writes the report."""
