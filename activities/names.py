"""The activities' names and their retry policy, so that a story can name its hands without knowing their ports."""

from datetime import timedelta

from temporalio.common import RetryPolicy

OPEN_REPORT = "open_report"
TAKE_STEP = "take_step"
RECORD = "record"
ANNOUNCE = "announce"
HAND_OVER = "hand_over"
TRANSLATE = "translate"
ASK_APPROVAL = "ask_approval"
SEND_BACK = "send_back"
SETTLE = "settle"
READ_MAIL = "read_mail"
FILE_MAIL = "file_mail"
SEND_QUARTERLY = "send_quarterly"
ASSEMBLE = "assemble"
ASK_ANNUAL = "ask_annual"
TAKE_ANNUAL_STEP = "take_annual_step"
RECORD_ANNUAL = "record_annual"
PUBLISH = "publish"
SWEEP = "sweep"

PATIENT = RetryPolicy(initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=20))
"""For our own stores and the carrier: they come back, so the story waits as long as it takes."""
