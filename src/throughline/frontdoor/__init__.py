"""Pages that show several rooms: home, public progress."""
