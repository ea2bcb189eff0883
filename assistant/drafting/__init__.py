"""From a triaged comment to a checked draft: plan, candidates, claims check, choice, abstention."""
