"""Every read of the plan: each takes `for_user` and answers only what that person may see."""
