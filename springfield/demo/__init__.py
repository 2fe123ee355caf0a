"""The demonstration: invented people, and what might have happened to them. Every row goes through its verb."""
