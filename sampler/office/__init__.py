"""The back office: visits, teams, task packs, outcomes, follow-ups, deadlines, supervision, exchange, journal."""
