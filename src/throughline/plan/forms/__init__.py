"""The forms of the plan: plain forms; what they offer comes from queries."""
