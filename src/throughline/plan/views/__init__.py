"""The pages of the plan: each is one query or one change."""
