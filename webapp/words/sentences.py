"""What the library and the error handlers say, in the visitor's language."""

from flask_babel import gettext

from indexer.messages import Message


def told(message: Message) -> str:
    """Return a message in the visitor's language, its values filled in."""
    return str(gettext(message.english)) % dict(message.values)
