"""The floor: who and where. Accounts, roles, places, people, audit, notices, jobs, settings."""
