"""The commands staff type: Invoke tasks that parse, call the workflow, and print. Nothing is decided here."""
