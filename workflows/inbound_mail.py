"""One incoming message: read it, hand it to its story and answer, or hold it for a coordinator. Never drop it."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities import names
    from mou.steps import HeldMail, MailRead, Verdict
    from mou.stories import SETTLE_HELD, HeldSettled, MailStart, Taken
    from mou.submission import Phase
    from workflows.hands import ask
    from workflows.taking import refuse


@workflow.defn
class InboundMail:
    """Reads in one activity and files in one; a held mail waits for a person's word as long as it takes."""

    @workflow.init
    def __init__(self, start: MailStart) -> None:
        self.start = start
        self.held = False
        self.word: HeldSettled | None = None

    @workflow.update(name=SETTLE_HELD, description="Somebody says where a held mail belongs")
    def settle_held(self, word: HeldSettled) -> Taken:
        """Take a word on it."""
        self.word = word
        return Taken(seq=1, phase=Phase.COLLECTING)

    @settle_held.validator
    def _may_settle(self, word: HeldSettled) -> None:
        del word  # where it belongs is the record's to judge; here only whether one is awaited
        refuse("" if self.held and self.word is None else "not-held")

    @workflow.run
    async def run(self, start: MailStart) -> str:
        """Return what became of the mail, as a code."""
        mail = HeldMail(digest=start.digest)
        read = await ask(names.READ_MAIL, mail, MailRead, summary="read")
        while read.verdict is not Verdict.DONE:
            if read.verdict is Verdict.FILE:
                read = await ask(names.FILE_MAIL, start, MailRead, summary="file and answer")
            else:
                mail = await self._word_on_it(read.reason)
                read = await ask(names.READ_MAIL, mail, MailRead, summary="read again under somebody's word")
        return read.reason

    async def _word_on_it(self, reason: str) -> HeldMail:
        self.held, self.word = True, None
        workflow.set_current_details(
            f"**Held**: {reason}. Its writer confirms it on a page, or a coordinator decides with `mou mail accept` or `discard`."
        )
        await workflow.wait_condition(lambda: self.word is not None)
        self.held, word = False, self.word
        assert word is not None  # noqa: S101 - the wait above ended by it
        return HeldMail(
            digest=self.start.digest,
            report=word.report,
            person=word.person,
            aside=not (word.report or word.accepted or word.confirmed or word.disowned),
            accepted=word.accepted,
            confirmed=word.confirmed,
            disowned=word.disowned,
        )
