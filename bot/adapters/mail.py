"""Sending a letter by SMTP, with TLS wherever the server offers it."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from bot.domain.ports import PostFailure

_PATIENCE_S = 20.0


class Post:
    """`smtp://user:password@host:port`, or `smtps://` where TLS begins with the first byte."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)

    def send(self, id: str, sender: str, to: str, subject: str, text: str) -> None:
        """Blocks until the server has taken it; PostFailure. The same id gives the same Message-ID."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = sender, to, subject
        letter["Date"] = formatdate(localtime=False)
        letter["Message-ID"] = f"<{id}@{sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-replied"
        letter.set_content(text)
        try:
            with self._connect() as server:
                server.send_message(letter)
        except (OSError, smtplib.SMTPException) as error:
            raise PostFailure(f"{type(error).__name__}: {error}") from error

    def _connect(self) -> smtplib.SMTP:
        host = self.url.hostname or ""
        safe = ssl.create_default_context()
        server: smtplib.SMTP
        if self.url.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, self.url.port or 465, timeout=_PATIENCE_S, context=safe)
        else:
            server = smtplib.SMTP(host, self.url.port or 587, timeout=_PATIENCE_S)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=safe)
        if self.url.username:
            server.login(unquote(self.url.username), unquote(self.url.password or ""))
        return server
