"""Automations that exist: switched, changed, deleted, taken out into files and in again."""
