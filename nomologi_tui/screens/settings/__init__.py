"""Settings, how the app looks, and what the doctor finds."""
