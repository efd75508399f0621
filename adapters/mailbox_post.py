"""Mail out where no vendor is set: letters land in the file store, and the web page `mailbox` shows them."""

from hashlib import sha256

from mou.ports import Blobs, Envelope


class MailboxPost:
    """The port Post by the mailbox: a letter is stored exactly once per key, whoever asks how often."""

    repeatable = True

    def __init__(self, blobs: Blobs) -> None:
        """Keep letters in `blobs` under `mailbox/`."""
        self._blobs = blobs

    async def send(self, envelope: Envelope, message: bytes) -> str:
        """Store the letter and return its path; a second letter with the same key is not stored. Raise Unavailable."""
        path = mailbox_path(envelope.key)
        await self._blobs.put(path, message)
        return path


def mailbox_path(key: str) -> str:
    """Return where the letter with this key lies: keys hold slashes and persons' ids, paths hold neither."""
    return f"mailbox/{sha256(key.encode()).hexdigest()[:24]}.eml"
