"""Mail: read by IMAP, written by SMTP, watched by IDLE. `form` loads nothing of it."""
