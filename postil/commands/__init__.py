"""One module a command: `run(arguments) -> exit status`. Nothing here decides about content."""
