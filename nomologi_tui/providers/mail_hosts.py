"""Where well-known services keep mail, by the domain of an address, as their own help pages say."""

from typing import Any

_TLS, _STARTTLS = "tls", "starttls"
# IMAP is 993 with TLS everywhere; of SMTP the host and how it encrypts: 465 with TLS, 587 with STARTTLS.
_SERVICES: dict[tuple[str, ...], tuple[str, str, str]] = {
    ("gmail.com", "googlemail.com"): ("imap.gmail.com", "smtp.gmail.com", _TLS),
    ("outlook.com", "outlook.de", "hotmail.com", "hotmail.de", "live.com", "live.de", "msn.com"): (
        "outlook.office365.com", "smtp-mail.outlook.com", _STARTTLS,
    ),
    ("icloud.com", "me.com", "mac.com"): ("imap.mail.me.com", "smtp.mail.me.com", _STARTTLS),
    ("yahoo.com", "yahoo.de", "yahoo.co.uk", "yahoo.fr"): ("imap.mail.yahoo.com", "smtp.mail.yahoo.com", _TLS),
    ("aol.com",): ("imap.aol.com", "smtp.aol.com", _TLS),
    ("gmx.de", "gmx.net", "gmx.at", "gmx.ch"): ("imap.gmx.net", "mail.gmx.net", _TLS),
    ("gmx.com",): ("imap.gmx.com", "mail.gmx.com", _TLS),
    ("web.de",): ("imap.web.de", "smtp.web.de", _STARTTLS),
    ("t-online.de",): ("secureimap.t-online.de", "securesmtp.t-online.de", _TLS),
    ("posteo.de", "posteo.net"): ("posteo.de", "posteo.de", _TLS),
    ("mailbox.org",): ("imap.mailbox.org", "smtp.mailbox.org", _TLS),
    ("fastmail.com", "fastmail.fm"): ("imap.fastmail.com", "smtp.fastmail.com", _TLS),
    ("zoho.com",): ("imap.zoho.com", "smtp.zoho.com", _TLS),
}  # fmt: skip
BY_DOMAIN = {domain: service for domains, service in _SERVICES.items() for domain in domains}


def servers_of(address: str) -> dict[str, Any]:
    """The fields of a mailbox that its address tells; none for a domain that is not known here."""
    service = BY_DOMAIN.get(address.rpartition("@")[2].strip().lower())
    if service is None:
        return {}
    imap, smtp, security = service
    return {
        "imap_host": imap, "imap_port": 993, "imap_security": _TLS,
        "smtp_host": smtp, "smtp_port": 465 if security == _TLS else 587, "smtp_security": security,
    }  # fmt: skip
