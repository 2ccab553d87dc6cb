"""What could keep automations from running here."""
