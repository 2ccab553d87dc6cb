from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nomologi_tui.blocks.tools.schedules.form import ScheduleTimes
from nomologi_tui.goals.times.phrases import ScheduleReading, read_schedule
from nomologi_tui.schedules import check_schedule, in_words

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)  # Sunday, 10:00 in Berlin


def read(text: str) -> ScheduleReading:
    return read_schedule(text, timezone="Europe/Berlin", now=NOW)


CONFIGS: list[tuple[str, dict[str, Any]]] = [
    ("M, W and F at 12:15", {"times": ["12:15"], "weekdays": ["mon", "wed", "fri"]}),
    ("at nine and at five daily", {"times": ["09:00", "17:00"]}),
    ("daily at 11, 3 and 7", {"times": ["11:00", "15:00", "19:00"]}),
    ("um 22 und um 6 Uhr täglich", {"times": ["06:00", "22:00"]}),
    ("1700 hrs daily", {"times": ["17:00"]}),
    ("2300Z daily", {"times": ["23:00"], "timezone": "UTC"}),
    ("daily at 530pm", {"times": ["17:30"]}),
    ("daily at7am", {"times": ["07:00"]}),
    ("7:15 am and pm every day", {"times": ["07:15", "19:15"]}),
    ("every day at half nine", {"times": ["09:30"]}),
    ("täglich um halb eins", {"times": ["12:30"]}),
    ("um halb eins nachts täglich", {"times": ["00:30"]}),
    ("täglich um 1 Uhr mittags", {"times": ["13:00"]}),
    ("seven forty five am daily", {"times": ["07:45"]}),
    ("at 45-min intervals", {"every": "45 min"}),
    ("im 10-Minuten-Takt", {"every": "10 min"}),
    ("2-hourly", {"every": "2h"}),
    ("PT1H30M", {"every": "1h 30 min"}),
    ("10 minutes between runs", {"every": "10 min"}),
    ("every hour and 15 minutes", {"every": "1h 15 min"}),
    ("Dec 5, 12 and 19 at 16:00", {"times": ["16:00"], "dates": ["2026-12-05", "2026-12-12", "2026-12-19"]}),
    ("Monday, December 7, 9 AM", {"once": "2026-12-07 09:00"}),
    ("every second Tuesday starting 1 December 2026 at 9",
     {"times": ["09:00"], "cycle": "2 weeks", "starts": "2026-12-01", "weekdays": ["tue"]}),
    ("the day before the last day of the month at 9", {"times": ["09:00"], "month_days": ["-2"]}),
    ("the first 3 business days of the month at 9", {"times": ["09:00"], "business_days": ["1", "2", "3"]}),
    ("the last two days of each month at 9", {"times": ["09:00"], "month_days": ["-2", "last"]}),
    ("Mon..Fri *-*-* 03:00:00", {"cron": "0 3 * * 1-5"}),
    ("OnCalendar=*-*~01 10:00:30", {"times": ["10:00:30"], "month_days": ["last"]}),
    ("schedule: '0 22 * * 1-5'", {"cron": "0 22 * * 1-5"}),
    ("4 times a day, evenly spaced", {"every": "6h"}),
    ("7.30 every workday morning", {"times": ["07:30"], "weekdays": ["mon", "tue", "wed", "thu", "fri"]}),
    ("ten minutes after six every morning", {"times": ["06:10"]}),
    ("every 15 minutes, 24 hours a day", {"every": "15 min"}),
    ("Monday the 30th at 9am", {"once": "2026-11-30 09:00"}),
    ("December first at midnight", {"once": "2026-12-01 00:00"}),
    ("first business day of the quarter at 9",
     {"times": ["09:00"], "business_days": ["1"], "months": ["jan", "apr", "jul", "oct"]}),
    ("as of January 1st, daily at nine", {"times": ["09:00"], "starts": "2027-01-01"}),
    ("every weekday at 7 until Friday",
     {"times": ["07:00"], "weekdays": ["mon", "tue", "wed", "thu", "fri"], "ends": "2026-11-27"}),
    ("9 sharp on Mondays", {"times": ["09:00"], "weekdays": ["mon"]}),
    ("thrice daily, evenly spaced", {"every": "8h"}),
    ("Mon-Fri 17:30, no Tuesdays", {"times": ["17:30"], "weekdays": ["mon", "wed", "thu", "fri"]}),
    ("every 90 minutes on weekdays", {"every": "1h 30 min", "except_weekdays": ["sat", "sun"]}),
    ("am vorletzten Tag des Monats um 18 Uhr", {"times": ["18:00"], "month_days": ["-2"]}),
    ("am ersten Tag jedes Quartals um 8 Uhr", {"cron": "0 8 1 1,4,7,10 *"}),
    ("Mo-Fr außer Mi um 9", {"times": ["09:00"], "weekdays": ["mon", "tue", "thu", "fri"]}),
    ("14-tägig dienstags um 19 Uhr",
     {"times": ["19:00"], "cycle": "2 weeks", "starts": "2026-11-24", "weekdays": ["tue"]}),
    ("le samedi après-midi à 14h", {"times": ["14:00"], "weekdays": ["sat"]}),
    ("cada hora y media", {"every": "1h 30 min"}),
    ("el 31 de diciembre de 2026 a las 23:00", {"once": "2026-12-31 23:00"}),
    ("every first of the month", {"cron": "0 9 1 * *"}),
    ("every last of the month at 17", {"times": ["17:00"], "month_days": ["last"]}),
    ("cada primero de mes a las 9", {"cron": "0 9 1 * *"}),
    ("every 5 seconds", {"every": "5s"}),
    ("Every 15 min", {"every": "15 min"}),
    ("each minute", {"every": "1 min"}),
    ("every twenty minutes", {"every": "20 min"}),
    ("every 90m", {"every": "1h 30 min"}),
    ("every 1 hour and 15 minutes", {"every": "1h 15 min"}),
    ("every half an hour", {"every": "30 min"}),
    ("hourly", {"every": "1h"}),
    ("once an hour", {"every": "1h"}),
    ("every 3 days", {"times": ["09:00"], "cycle": "3 days", "starts": "2026-11-23"}),
    ("daily at 7", {"times": ["07:00"]}),
    ("every day, 19:45", {"times": ["19:45"]}),
    ("at noon", {"times": ["12:00"]}),
    ("every evening at 8", {"times": ["20:00"]}),
    ("each day at 6 in the morning", {"times": ["06:00"]}),
    ("at 7 and 8 pm", {"times": ["19:00", "20:00"]}),
    ("at 9 and 5 pm", {"times": ["09:00", "17:00"]}),
    ("every weekday at 7:30 am", {"times": ["07:30"], "weekdays": ["mon", "tue", "wed", "thu", "fri"]}),
    ("mondays and thursdays at 18:00", {"times": ["18:00"], "weekdays": ["mon", "thu"]}),
    ("tue - thu at 12:30 a.m.", {"times": ["00:30"], "weekdays": ["tue", "wed", "thu"]}),
    ("on weekends at 10 o'clock", {"times": ["10:00"], "weekdays": ["sat", "sun"]}),
    ("weekly on Friday at 16:00", {"times": ["16:00"], "weekdays": ["fri"]}),
    ("every Sat and Sun at 8, 12 and 20:15", {"times": ["08:00", "12:00", "20:15"], "weekdays": ["sat", "sun"]}),
    ("at 9:00 America/New_York", {"times": ["09:00"], "timezone": "America/New_York"}),
    ("daily at 6 UTC", {"times": ["06:00"], "timezone": "UTC"}),
    ("weeknights at 10pm", {"times": ["22:00"], "weekdays": ["mon", "tue", "wed", "thu", "fri"]}),
    ("ten to nine every day", {"times": ["08:50"]}),
    ("saturdays 8 o'clock in the evening", {"times": ["20:00"], "weekdays": ["sat"]}),
    ("@ 3pm daily", {"times": ["15:00"]}),
    ("daily, just after midnight, 00:05", {"times": ["00:05"]}),
    ("every morning except weekends at 7", {"times": ["07:00"], "weekdays": ["mon", "tue", "wed", "thu", "fri"]}),
    ("once on Saturday", {"once": "2026-11-28 09:00"}),
    ("in anderthalb Stunden", {"once": "2026-11-22 11:30"}),
    ("in 20 minutes", {"once": "2026-11-22 10:20"}),
    ("tomorrow at 9", {"once": "2026-11-23 09:00"}),
    ("next Sunday at 9", {"once": "2026-11-29 09:00"}),
    ("on 24 Dec 2026 at 10:00", {"once": "2026-12-24 10:00"}),
    ("March 3rd at 7pm", {"once": "2027-03-03 19:00"}),
    ("2027-01-31 06:30", {"once": "2027-01-31 06:30"}),
    ("on the 1st of every month at 6am", {"cron": "0 6 1 * *"}),
    ("the 5th, 6th and 7th of each month at noon", {"cron": "0 12 5-7 * *"}),
    ("every year on 6 January at 8", {"cron": "0 8 6 1 *"}),
    ("every 31 October at 18:00", {"cron": "0 18 31 10 *"}),
    ("every Monday in June and July at 8:15", {"cron": "15 8 * 6,7 1"}),
    ("hourly between 9 and 5 on weekends",
     {"every": "1h", "from_time": "09:00", "to_time": "17:00", "weekdays": ["sat", "sun"]}),
    ("every 20 minutes from 8am to noon", {"every": "20 min", "from_time": "08:00", "to_time": "12:00"}),
    ("daily every 2 hours between 9:30 and 13", {"every": "2h", "from_time": "09:30", "to_time": "13:00"}),
    ("every 5 minutes from 22:00 to 6", {"every": "5 min", "from_time": "22:00", "to_time": "06:00"}),
    ("every 2 hours on Sundays", {"cron": "0 */2 * * 0"}),
    ("every hour at :40", {"cron": "40 * * * *"}),
    ("every Monday morning", {"times": ["09:00"], "weekdays": ["mon"]}),
    ("Friday evenings at 7", {"times": ["19:00"], "weekdays": ["fri"]}),
    ("every hour on the hour", {"cron": "0 * * * *"}),
    ("every day at half past seven", {"times": ["07:30"]}),
    ("daily at quarter to 9 pm", {"times": ["20:45"]}),
    ("every midnight", {"times": ["00:00"]}),
    ("on the first day of every month at 9", {"cron": "0 9 1 * *"}),
    ("first Monday of the month at noon", {"times": ["12:00"], "nth": ["1"], "weekdays": ["mon"]}),
    ("every month on the last friday at 18:00", {"times": ["18:00"], "nth": ["last"], "weekdays": ["fri"]}),
    ("on the 1st and 3rd Tuesday of each month at 7", {"times": ["07:00"], "nth": ["1", "3"], "weekdays": ["tue"]}),
    ("the first and the last Monday of the month at 7",
     {"times": ["07:00"], "nth": ["1", "last"], "weekdays": ["mon"]}),
    ("last Friday of every month in March at 7",
     {"times": ["07:00"], "nth": ["last"], "weekdays": ["fri"], "months": ["mar"]}),
    ("on the last day of each month at 9", {"times": ["09:00"], "month_days": ["last"]}),
    ("last workday of the month at 16:00", {"times": ["16:00"], "business_days": ["last"]}),
    ("every other Tuesday at 9",
     {"times": ["09:00"], "cycle": "2 weeks", "starts": "2026-11-24", "weekdays": ["tue"]}),
    ("every 2 weeks on Sunday at 9",
     {"times": ["09:00"], "cycle": "2 weeks", "starts": "2026-11-29", "weekdays": ["sun"]}),
    ("every other day at 23:00", {"times": ["23:00"], "cycle": "2 days", "starts": "2026-11-22"}),
    ("every second week", {"times": ["09:00"], "cycle": "2 weeks", "starts": "2026-11-23", "weekdays": ["mon"]}),
    ("every other hour", {"every": "2h"}),
    ("every 3rd day at 8", {"times": ["08:00"], "cycle": "3 days", "starts": "2026-11-23"}),
    ("every 5 months on the 3rd",
     {"times": ["09:00"], "month_days": ["3"], "cycle": "5 months", "starts": "2026-12-03"}),
    ("2 weeks from now at 8", {"once": "2026-12-06 08:00"}),
    ("6 months from now", {"once": "2027-05-22 09:00"}),
    ("in a year at noon", {"once": "2027-11-22 12:00"}),
    ("2027-03-01T06:00:00Z", {"once": "2027-03-01 06:00", "timezone": "UTC"}),
    ("on the cron schedule 0 4 * * 1", {"cron": "0 4 * * 1"}),
    ("the last business day of the month at 9", {"times": ["09:00"], "business_days": ["last"]}),
    ("second to last day of the month at 9", {"times": ["09:00"], "month_days": ["-2"]}),
    ("business days at 9", {"times": ["09:00"], "weekdays": ["mon", "tue", "wed", "thu", "fri"]}),
    ("4 times per hour", {"every": "15 min"}),
    ("3x a day", {"times": ["08:00", "14:00", "20:00"]}),
    ("six times a day", {"times": ["00:00", "04:00", "08:00", "12:00", "16:00", "20:00"]}),
    ("twice a week: Tue and Fri at 17:15", {"times": ["17:15"], "weekdays": ["tue", "fri"]}),
    ("tomorrow at 8 and 12", {"times": ["08:00", "12:00"], "dates": ["2026-11-23"]}),
    ("on 24 December and 31 December at 8", {"times": ["08:00"], "dates": ["2026-12-24", "2026-12-31"]}),
    ("24, 25 and 31 Dec at 8", {"times": ["08:00"], "dates": ["2026-12-24", "2026-12-25", "2026-12-31"]}),
    ("daily at 9 and not on Sundays", {"times": ["09:00"], "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat"]}),
    ("daily at 8 starting in 2 weeks", {"times": ["08:00"], "starts": "2026-12-06"}),
    ("every 24 December and every 1 May at 8", {"times": ["08:00"], "dates": ["05-01", "12-24"]}),
    ("every day at 9 except Saturdays", {"times": ["09:00"], "weekdays": ["mon", "tue", "wed", "thu", "fri", "sun"]}),
    ("every hour except on Sundays", {"every": "1h", "except_weekdays": ["sun"]}),
    ("hourly between Tuesday and Thursday", {"cron": "0 * * * 2-4"}),
    ("every night from Friday to Saturday at 1:30", {"times": ["01:30"], "weekdays": ["sat"]}),
    ("jede Nacht von Samstag auf Sonntag um 3", {"times": ["03:00"], "weekdays": ["sun"]}),
    ("chaque nuit du samedi au dimanche à 2h", {"times": ["02:00"], "weekdays": ["sun"]}),
    ("heute in einer Woche um 12 Uhr", {"once": "2026-11-29 12:00"}),
    ("on the 3rd of next month at 9", {"once": "2026-12-03 09:00"}),
    ("first Monday of next month at 10", {"once": "2026-12-07 10:00"}),
    ("1 February next year at 9", {"once": "2027-02-01 09:00"}),
    ("daily at 9 until the 15th of next month", {"times": ["09:00"], "ends": "2026-12-15"}),
    ("every quarter on the last day at 23:00",
     {"times": ["23:00"], "month_days": ["last"], "months": ["mar", "jun", "sep", "dec"]}),
    ("twice a year on 1 Jan and 1 Jul at 8", {"times": ["08:00"], "dates": ["01-01", "07-01"]}),
    ("5 times a day", {"times": ["08:00", "11:00", "14:00", "17:00", "20:00"]}),
    ("daily, 3x: 6:00, 14:00 and 22:00", {"times": ["06:00", "14:00", "22:00"]}),
    ("every hour at 0, 20 and 40", {"cron": "0,20,40 * * * *"}),
    ("every 12 hours, at 6 and 18", {"times": ["06:00", "18:00"]}),
    ("hourly during the day (8 - 20)", {"every": "1h", "from_time": "08:00", "to_time": "20:00"}),
    ("Thursdays 1430", {"times": ["14:30"], "weekdays": ["thu"]}),
    ("twelve thirty every day", {"times": ["12:30"]}),
    ("7h and 19h daily", {"times": ["07:00", "19:00"]}),
    ("at 7 evening every day", {"times": ["19:00"]}),
    ("every Monday morning and evening", {"times": ["09:00", "19:00"], "weekdays": ["mon"]}),
    ("um sechzehn Uhr dreißig täglich", {"times": ["16:30"]}),
    ("tous les jours à vingt et une heures", {"times": ["21:00"]}),
    ("todos los días a las veintidós", {"times": ["22:00"]}),
    ("en tres horas y media", {"once": "2026-11-22 13:30"}),
    ("every night at 1 except Sunday nights",
     {"times": ["01:00"], "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat"]}),
    ("daily at 8, weekends included", {"times": ["08:00"]}),
    ("every evening at 8, weekends excluded",
     {"times": ["20:00"], "weekdays": ["mon", "tue", "wed", "thu", "fri"]}),
    ("weekdays at 8, and Saturday too",
     {"times": ["08:00"], "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat"]}),
    ("daily at 6:00 UTC+2", {"times": ["06:00"], "timezone": "Etc/GMT-2"}),
    ("Mondays at 8 Etc/GMT-2", {"times": ["08:00"], "weekdays": ["mon"], "timezone": "Etc/GMT-2"}),
    ("daily at 2 with up to 10 minutes of random delay", {"times": ["02:00"], "jitter": "10 min"}),
    ("R/PT1H30M", {"every": "1h 30min"}),
    ("R/2026-12-01T08:00/P1D", {"times": ["08:00"], "starts": "2026-12-01"}),
    ("everymonday at9", {"times": ["09:00"], "weekdays": ["mon"]}),
    ("a full backup every day at 3", {"times": ["03:00"]}),
    ("every hour except at noon", {"cron": "0 * * * *", "except_cron": "0 12 * * *"}),
    ("every day at 8 and 9:15 but not in August", {"times": ["08:00", "09:15"], "except_cron": "* * * 8 *"}),
    ("Fridays except in July at 4pm", {"cron": "0 16 * 1-6,8-12 5"}),
    ("daily at 7 except on Christmas and 2 Jan 2027",
     {"times": ["07:00"], "except_dates": ["2027-01-02", "12-25"]}),
    ("daily at 7 except from 2026-12-24 to 2027-01-02",
     {"times": ["07:00"], "except_dates": ["2026-12-24 to 2027-01-02"]}),
    ("every 30 minutes but not between 12 and 13", {"cron": "*/30 * * * *", "except_cron": "* 12 * * *"}),
    ("every hour except from 22 to 6", {"cron": "0 * * * *", "except_cron": "* 0-5,22,23 * * *"}),
    ("daily at 7 except the 13th", {"times": ["07:00"], "except_cron": "* * 13 * *"}),
    ("every day at 9 until 18 Dec 2026", {"times": ["09:00"], "ends": "2026-12-18"}),
    ("daily at 9 until the end of the month", {"times": ["09:00"], "ends": "2026-11-30"}),
    ("täglich um 9 bis 15.12.2026", {"times": ["09:00"], "ends": "2026-12-15"}),
    ("24 Dec to 2 Jan daily at 9", {"times": ["09:00"], "starts": "2026-12-24", "ends": "2027-01-02"}),
    ("every day at 9 from 20 Nov to 30 Nov", {"times": ["09:00"], "ends": "2026-11-30"}),
    ("when it gets dark", {"sun": "dusk", "latitude": 52.5, "longitude": 13.37}),
    ("every 2 hours starting tomorrow", {"every": "2h", "starts": "2026-11-23"}),
    ("every 2 weeks starting 4 Dec 2026 at 10",
     {"times": ["10:00"], "cycle": "2 weeks", "starts": "2026-12-04", "weekdays": ["fri"]}),
    ("Mondays at 9 from 2026-12-01 to 2027-02-01",
     {"times": ["09:00"], "weekdays": ["mon"], "starts": "2026-12-01", "ends": "2027-02-01"}),
    ("half an hour before sunset on Fridays",
     {"sun": "sunset", "offset": "-30 min", "latitude": 52.5, "longitude": 13.37, "weekdays": ["fri"]}),
    ("every hour after 9am", {"every": "1h", "from_time": "09:00", "to_time": "00:00"}),
    ("every 10 minutes outside of 8-18", {"every": "10 min", "from_time": "18:00", "to_time": "08:00"}),
    ("every hour with up to 5 minutes jitter", {"every": "1h", "jitter": "5 min"}),
    ("10 past every hour", {"cron": "10 * * * *"}),
    ("at :15 and :45", {"cron": "15,45 * * * *"}),
    ("every hour on the hour from 9 to 12", {"every": "1h", "from_time": "09:00", "to_time": "12:00"}),
    ("daily at 7 New York time", {"times": ["07:00"], "timezone": "America/New_York"}),
    ("7.15pm Tue/Thu", {"times": ["19:15"], "weekdays": ["tue", "thu"]}),
    ("tonight at 9", {"once": "2026-11-22 21:00"}),
    ("every night at 12", {"times": ["00:00"]}),
    ("at 6 AM/PM every day", {"times": ["06:00", "18:00"]}),
    ("12/25/2026 at 9am", {"once": "2026-12-25 09:00"}),
    ("at 0630 daily", {"times": ["06:30"]}),
    ("every day at twenty past six in the evening", {"times": ["18:20"]}),
    ("remind me to stretch every 2 hours", {"every": "2h"}),
    ("mornings at 9:30 and evenings at 6 on weekends", {"times": ["09:30", "18:00"], "weekdays": ["sat", "sun"]}),
    ("every third week on Monday at 8",
     {"times": ["08:00"], "cycle": "3 weeks", "starts": "2026-11-23", "weekdays": ["mon"]}),
    ("1st and last day of the month at 9", {"times": ["09:00"], "month_days": ["1", "last"]}),
    ("on the 15th minute of every hour", {"cron": "15 * * * *"}),
    ("every 4 hours starting at 2am", {"times": ["02:00", "06:00", "10:00", "14:00", "18:00", "22:00"]}),
    ("every 24h at 3am", {"times": ["03:00"]}),
    ("every day at 7p", {"times": ["19:00"]}),
    ("the fifteenth of each month at noon", {"cron": "0 12 15 * *"}),
    ("last day of every quarter at 18:00",
     {"times": ["18:00"], "month_days": ["last"], "months": ["mar", "jun", "sep", "dec"]}),
    ("8, 12 and 16 o'clock, daily", {"times": ["08:00", "12:00", "16:00"]}),
    ("mon-fri 0700", {"times": ["07:00"], "weekdays": ["mon", "tue", "wed", "thu", "fri"]}),
    ("first Monday of each quarter at 9",
     {"times": ["09:00"], "nth": ["1"], "weekdays": ["mon"], "months": ["jan", "apr", "jul", "oct"]}),
    ("quarterly, on the first day, at 7:00", {"cron": "0 7 1 1,4,7,10 *"}),
    ("every other day at 7pm beginning Monday", {"times": ["19:00"], "cycle": "2 days", "starts": "2026-11-23"}),
    ("Mondays to Saturdays, not Thursdays, 8am",
     {"times": ["08:00"], "weekdays": ["mon", "tue", "wed", "fri", "sat"]}),
    ("every 2 hours starting at 1am until 11pm", {"every": "2h", "from_time": "01:00", "to_time": "23:00"}),
    ("every half hour overnight from 10pm to 6am", {"every": "30 min", "from_time": "22:00", "to_time": "06:00"}),
    ("run it for 11 p.m. on weeknights", {"times": ["23:00"], "weekdays": ["mon", "tue", "wed", "thu", "fri"]}),
    ("the 3rd Monday of January each year at 9",
     {"times": ["09:00"], "nth": ["3"], "weekdays": ["mon"], "months": ["jan"]}),
    ("every 2h15m", {"every": "2h 15 min"}),
    ("a week from tomorrow at 9am", {"once": "2026-11-30 09:00"}),
    ("0 9 * * 1 # every monday", {"cron": "0 9 * * 1"}),
    ("evry wensday at nine", {"times": ["09:00"], "weekdays": ["wed"]}),
    ("jeden Werktag außer freitags um halb acht", {"times": ["07:30"], "weekdays": ["mon", "tue", "wed", "thu"]}),
    ("am 1. jedes Monats um 8 Uhr 30", {"cron": "30 8 1 * *"}),
    ("tous les jours à sept heures et quart", {"times": ["07:15"]}),
    ("cada lunes a las 5 y media de la tarde", {"times": ["17:30"], "weekdays": ["mon"]}),
    ("jeden zweiten Donnerstag um 19 Uhr",
     {"times": ["19:00"], "cycle": "2 weeks", "starts": "2026-11-26", "weekdays": ["thu"]}),
    ("jeden zweiten Donnerstag im Monat um 19 Uhr", {"times": ["19:00"], "nth": ["2"], "weekdays": ["thu"]}),
    ("10 Minuten nach jeder vollen Stunde", {"cron": "10 * * * *"}),
    ("täglich um 8 vom 1.12. bis 24.12.", {"times": ["08:00"], "starts": "2026-12-01", "ends": "2026-12-24"}),
    ("un mardi sur deux à 19h",
     {"times": ["19:00"], "cycle": "2 weeks", "starts": "2026-11-24", "weekdays": ["tue"]}),
    ("chaque jour ouvré à 9h", {"times": ["09:00"], "weekdays": ["mon", "tue", "wed", "thu", "fri"]}),
    ("cada día laborable a las 9", {"times": ["09:00"], "weekdays": ["mon", "tue", "wed", "thu", "fri"]}),
    ("cada dos martes a las 19", {"times": ["19:00"], "cycle": "2 weeks", "starts": "2026-11-24", "weekdays": ["tue"]}),
    ("el 1 y el 15 de cada mes a las 6", {"cron": "0 6 1,15 * *"}),
    ("please run it every day at 9", {"times": ["09:00"]}),
    ("*/5 8-18 * * mon-fri", {"cron": "*/5 8-18 * * mon-fri"}),
    ("'0 9 * * 1'", {"cron": "0 9 * * 1"}),
    ("@weekly", {"cron": "@weekly"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "config"), CONFIGS, ids=[text for text, _ in CONFIGS])
def test_a_phrase_becomes_the_schedule_blocks_config(text: str, config: dict[str, Any]) -> None:
    reading = read(text)
    assert (reading.config, reading.reason) == (config, "")
    assert ScheduleTimes(**config).schedule("Europe/Berlin") == reading.schedule


REFUSED = [
    ("every second Tuesday at 9", "not in what"),
    ("on the second Monday at 7", "not in what"),
    ("every 3rd Thursday", "not in what"),
    ("every 2 days at 9 on Mondays", "every 2 days"),
    ("every Monday except holidays", "whose public holidays"),
    ("three times a week", "not when"),
    ("twice a day at 7", "1 time of day"),
    ("every day at 7, on weekends at 9", "both times"),
    ("by 9am every day", "by"),
    ("lights on at 7 and off at 9", "several things"),
    ("every day at 9 o'clock in London", "Europe/London"),
    ("weekdays 17:00 London", "Europe/London"),
    ("daily at", "not understood"),
    ("a veces los lunes", "sometimes"),
    ("at 5", "5:00 or 17:00"),
    ("once in 12 hours", "every so often"),
    ("each Wednesday and every other Friday at 9", "more than one schedule"),
    ("from time to time during the week", "sometimes"),
    ("at 15 in the morning every day", "not in the morning"),
    ("todos los días soleados a las 8", "soleados"),
    ("Mondays at 8 from 2020-01-01 to 2020-02-01", "last day has passed"),
    ("daily at 9 except between Christmas and New Year", "which days are left out"),
    ("this Sunday at 8pm", "today is that weekday"),
    ("at sunset in Madrid", "where the sunset is meant"),
    ("every 10 minutes 7-9 and 9-11 every 5 minutes", "two different"),
    ("on school nights at 9", "Sunday to Thursday"),
    ("bis Schuljahresende täglich um 8", "not understood"),
    ("every day at the end of the day", "another time for everybody"),
    ("biweekly", "twice a week and every two weeks"),
    ("every day at 9 on 03/04", "may be two days"),
    ("mondays at 7 and 8 or 9", "or"),
    ("every day at 9 if it rains", "if"),
    ("the Friday people", "whether every week or once"),
    ("daily mail", "not understood"),
    ("dinner at 8", "not understood"),
    ("except on Sundays", "not when"),
    ("every day at 8 except", "left out"),
    ("every weekday except every weekday at 9", "nothing is left"),
    ("every hour except 22:30-6:00", "only whole hours"),
    ("every day at 9 starting 20 Nov", "only just passed"),
    ("every hour except in the evening", "left out"),
    ("every day at 8 except Sunday at 10", "a day or a time"),
    ("every day at 9 starting at some point", "some"),
    ("every hour until 6pm", "until which day"),
    ("nightly at 6am", "not in the night"),
    ("Monday at 9 every Tuesday", "more than one schedule"),
    ("once every day at 9 once", "repeats"),
    ("every sunset at 9", "do not go together"),
    ("sunset UTC", "needs a place"),
    ("at 5 minutes past and every 7 minutes", "can't be narrowed"),
    ("every year on 2027-01-01", "do not go together"),
    ("every 5 minutes until 6pm", "until"),
    ("every X hours", "every x"),
    ("on Monday at 9", "every week or once"),
    ("every 7 minutes in June", "does not fit"),
    ("between 9 and 17", "how often"),
    ("after 22:00", "how often"),
    ("10 minutes before 9:00", "not understood"),
    ("today at 8", "has passed"),
    ("on 31 June at 8", "no day of the calendar"),
    ("2027-02-30 at 8", "no day of the calendar"),
    ("at 25:00", "no time of day"),
    ("at 2:60", "no time of day"),
    ("at 13 pm", "no time of day"),
    ("every 0 minutes", "shortest interval"),
    ("every 1e9 days", "not understood"),
    ("at 9 EST", "several time zones"),
    ("every day at 8:00 in Europe/Atlantis", "“Europe/Atlantis” is not a time zone"),
    ("every day at 8 pm America/Nowhere", "“America/Nowhere” is not a time zone"),
    ("at 9 UTC Europe/Berlin", "two different"),
    ("the first day at 9", "first"),
    ("at half to nine", "half nine"),
    ("*/5 * * * * at 9 on Fridays", "do not go together"),
    ("in 999999999999999 minutes", "too far ahead"),
    ("in 99999999 days", "too far ahead"),
    ("in 99999999 months", "too far ahead"),
    ("2027-03-01T06:00+01:00", "an offset, not a time zone"),
    (f"in {'9' * 400} days", "too far ahead"),
    (f"every {'9' * 400} hours", "too long"),
    (f"every {'9' * 400} days at 9", "can't be counted"),
    ("tomorrow on 24 December at 9", "two different days"),
    ("every morning at 15:00", "not in the morning"),
    ("every morning and every evening at 7", "parts of the day"),
    ("every hour every 5 minutes", "two different"),
    ("daily monthly at 9", "do not go together"),
    ("every month on Mondays at 9", "weekday together with a month"),
    ("every 0 weeks", "can't be held"),
    ("in 0 minutes", "no time ahead"),
    ("every 1.5 days", "no whole number"),
    ("ten to nine", "how often"),
    ("in June at 7 and 8:30 on the 5th", "one cron line"),
    ("every day in 5 minutes", "do not go together"),
    ("in June", "no time"),
    ("at noonish", "noonish"),
    ("every", "every"),
    ("1st", "alone"),
    ("", "no time"),
    ("0 0 30 2 *", "never comes"),
    ("0 0 9 * * *", "five fields"),
    ("@reboot", "not a time"),
    ("feed the cat", "not understood"),
    ("Tuesday, December 7, 9 AM", "7 Dec 2026 is a Monday"),
    ("every day in Smarch", "smarch"),
    ("noon in Springfield daily", "springfield"),
    ("daily at 9 Mars/Base", "mars/base"),
    ("5 tasks, evenly spaced", "not understood"),
    ("Monday the 30th of every month at 9", "which one of the month"),
    ("Tuesday the 30th at 9", "30 Nov 2026 is a Monday"),
    ("midnight on New Year's Eve", "midnight may be meant"),
    ("every week on Funday", "funday"),
    ("daily at noon Narnia time", "narnia"),
    ("5 minutes after 3 failures", "not understood"),
    ("Mon *-*-* 25:00", "out of its range"),
    ("FREQ=HOURLY;COUNT=3", "COUNT"),
    ("i{8a", "letter"),
    ("R5/PT1H", "counted differently"),
    ("R/2026-12-01T08:00/PT1H", "turned on"),
    ("daily 9:00 UTC+5:30", "distance"),
    ("until 24 December at 9", "that of each day or of the end"),
    ("next week on Wednesday at 10", "Sunday"),
    ("in the small hours", "which"),
    ("weekday nights from Monday to Friday at 11", "said twice"),
    ("twice a year on 1 Jan, 1 Jul and 1 Oct", "as many"),
    ("Sundays included at 9", "which others"),
    ("every.monday 9am", "every.monday"),
    ("each day at -1:00", "-"),
    ("every day at a good moment", "good"),
    ("every day at 8 provided it is dry", "provided"),
    ("demain peut-être à 8h", "peut"),
    ("quelquefois le lundi", "sometimes"),
    ("on different school days", "different"),
    ("mar 3 rovers", "rovers"),
    ("* * * * * * * *", "five fields"),
    ("x" * 3000, "longer than"),
]


@pytest.mark.parametrize(("text", "why"), REFUSED, ids=[text[:40] for text, _ in REFUSED])
def test_what_is_not_clear_is_refused_with_a_reason(text: str, why: str) -> None:
    reading = read(text)
    assert reading.schedule is None
    assert why.lower() in reading.reason.lower()


def test_what_nobody_said_is_remarked() -> None:
    assert read("weekly").remarks == ("No weekday is said: Monday is taken.", "No time of day is said: 09:00 is taken.")
    assert read("every morning").remarks == ("“morning” is taken as 09:00.",)
    assert read("every day at 9").remarks == ()
    assert read("in 90 seconds").remarks == ("Taken up to the full minute.",)
    assert read("quarterly at 9").remarks == ("No day of the month is said: the 1st is taken.", "Counted from January.")
    assert read("evry day at 9").remarks == ("“evry” is taken as “every”.",)
    assert read("stretch every day at 9").remarks == ("“stretch” says nothing about when.",)
    assert read("next Friday at 9").remarks == ("The next one is taken: Fri 2026-11-27.",)
    assert read("mornings and evenings").config == {"times": ["09:00", "19:00"]}


def test_what_the_sun_does_may_be_said_in_a_sentence() -> None:
    sunset = read("at sunset").schedule
    assert sunset is not None
    for text in ["when the sun sets", "every evening at sunset", "0 minutes prior to sunset", "sunset minus 0 minutes"]:
        assert read(text).schedule == sunset, text


def test_the_understood_places_are_marked() -> None:
    text = "Every Friday at 17:00"
    assert [text[start:end] for start, end in read(text).spans] == ["Every Friday", "at 17:00"]


def test_a_phrase_and_its_words_agree() -> None:
    reading = read("Mondays at 8 and 18:00")
    assert reading.schedule is not None
    assert in_words(reading.schedule) == "Mondays at 08:00 and 18:00"


pieces = st.sampled_from([
    "every", "each", "at", "on", "in", "monday", "weekdays", "5", "7:30", "am", "noon", "24", "dec", "2026", "1st",
    "of",
    "month", "hour", "minutes", "between", "and", "9", "17", "until", "-", "last", "from", "to", "tomorrow", "next",
    "year", "99:99", "31.02.2026", "@daily", "*", "0", "1e9", "99999999999", "february", "30", ":", ":75",
    "UTC",
    "Mars/Base", "²", "٣", "quarter", "week", "morning", "half", "an", "second", "days", ",",
    "0001-01-01", "9999-12-31",
])  # fmt: skip


@given(st.lists(pieces, max_size=9).map(" ".join) | st.text(max_size=60))
@example("in 99999999999 minutes")
@example("in 99999999999 days")
def test_no_text_breaks_it_and_what_it_reads_can_be_followed(text: str) -> None:
    reading = read(text)
    assert (reading.schedule is None) == bool(reading.reason)
    if reading.schedule is not None:
        check_schedule(reading.schedule)


# One by one: as whole texts hypothesis also tries the words that stand in the code under test.
letters_and_marks = st.lists(st.characters(categories=["L", "P", "S", "Z"]), max_size=40).map("".join)


@given(letters_and_marks)
@example(":EACH M")
def test_letters_and_marks_at_random_are_no_schedule(noise: str) -> None:
    assert read(f"zq{noise}").schedule is None


languages = st.sampled_from([
    "jeden", "zweiten", "Montag", "um", "halb", "acht", "Uhr", "außer", "bis", "mo-fr", "1.", "im Monat", "tous", "les",
    "lundis", "à", "8h30", "sauf", "du mois", "et demie", "cada", "a las", "9", "y media", "excepto", "de la tarde",
    "every", "other", "except", "starting", "until", "tomorrow", "twice", "a day", "past", "the hour", "sunset",
    "once", "just", "for", "the next", "3 days", "outside", "not", "after", "months", "from now", "T06:00", "+01:00",
    "2027-03-01", "durante", "until", "cron", "* * * * *", "Z",
    "before", "30 minutes", "up to", "later", "or", "if", "12/25", "03/04", "2h30m",
    "\U0001f389", "\x00", "(", ")", "#",
])  # fmt: skip


@given(st.lists(languages, max_size=10).map(" ".join))
def test_no_mixture_of_languages_breaks_it(text: str) -> None:
    reading = read(text)
    assert (reading.schedule is None) == bool(reading.reason)
    for config in reading.triggers:
        ScheduleTimes(**config)


HOSTILE = [
    "\x00\x1b[31m",
    "\U0001f389 " * 500,
    "9 " * 900,
    "every " * 300,
    "a" * 2000,
    "1/1/" * 400,
    "and " * 400,
    "\u202e" * 9,
    "every day at 9 " * 120,
    "monday and " * 180,
    "zz " * 600,
    "(" * 2000,
    "first " * 300,
    "5 minutes past " * 100,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_has_a_calm_answer(text: str) -> None:
    reading = read(text)
    assert (reading.schedule is None) == bool(reading.reason)
    assert len(reading.reason) < 2100


@pytest.mark.parametrize(
    "text", ["on weekdays at 7:30 and at 9 on weekends", "weekdays 7:30, weekends at 9, every week"]
)
def test_each_time_belongs_to_the_days_beside_it(text: str) -> None:
    assert read(text).triggers == read("weekdays at 7:30 and weekends at 9").triggers


def test_several_schedules_are_the_fields_of_several_triggers() -> None:
    reading = read("weekdays at 7:30 and weekends at 9")
    assert reading.config == {}
    assert reading.triggers == (
        {"times": ["07:30"], "weekdays": ["mon", "tue", "wed", "thu", "fri"]},
        {"times": ["09:00"], "weekdays": ["sat", "sun"]},
    )
    assert len(read("the first and third Monday at 7 and the last Friday of the month at 16:00").triggers) in (0, 2)


def test_a_word_that_is_passed_over_is_never_one_about_time() -> None:
    assert read("feed the cat every day at 9").schedule is not None
    for word in [
        "maybe",
        "if",
        "or",
        "lundi",
        "montags",
        "around",
        "soon",
        "twice",
        "pm",
        "every",
        "winter",
        "5",
        "a2",
    ]:
        assert read(f"feed the {word} cat every day at 9").schedule is None, word


def test_a_schedule_may_be_written_out_by_the_triggers_fields() -> None:
    reading = read('{"times": ["18:00"], "nth": ["last"], "weekdays": ["fri"]}')
    assert reading.config == {"times": ["18:00"], "nth": ["last"], "weekdays": ["fri"]}
    assert reading.schedule is not None
    assert in_words(reading.schedule) == "on the last Friday of every month at 18:00"


def test_a_schedule_may_be_written_out_as_a_whole() -> None:
    reading = read('{"kind": "schedule", "rule": {"kind": "every", "seconds": 90}}')
    assert reading.schedule is not None
    assert in_words(reading.schedule) == "every 90 seconds"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "begins like JSON"),
        ('{"times": ["18:00"], "nth": [1]}', "Nth counts weekdays"),
        ('{"times": ["25:00"]}', "times: "),
        ('{"kind": "schedule"}', "“rule” is missing"),
        ('{"a":' * 9000, "begins like JSON"),
        ('{"times": "' + "9" * 60_000 + '"}', "begins like JSON"),
    ],
    ids=lambda text: text[:30],
)
def test_what_is_written_out_wrongly_has_a_reason(text: str, reason: str) -> None:
    reading = read(text)
    assert reading.schedule is None
    assert reason in reading.reason
