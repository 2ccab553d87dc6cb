"""MQTT: a session at a broker, and one event for each message. `form` loads nothing of it."""
