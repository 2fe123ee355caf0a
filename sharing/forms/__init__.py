"""What the pages about sharing ask. A form asks and checks; it never writes."""
