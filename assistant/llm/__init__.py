"""Words: language models, prompts and the offline advisor; advice only, never a score."""
