"""Every write of the plan: each takes `by` and `today`, checks, writes and audits in one transaction."""
