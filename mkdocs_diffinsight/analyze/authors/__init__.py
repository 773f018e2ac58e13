"""What authors say of their changes: the messages of commits, and sentences that they write for others."""
