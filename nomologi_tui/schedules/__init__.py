"""Schedules: the type, the pure next-instant function, and their words."""

from nomologi_tui.schedules.rule import EPOCH, EVERY_DAY, WORKDAYS, AtTimes, Cron, Every, Once, Rule, Schedule

__all__ = ["EPOCH", "EVERY_DAY", "WORKDAYS", "AtTimes", "Cron", "Every", "Once", "Rule", "Schedule"]
