"""Talk to the service."""

TIMEOUT = 60


def connect(host, port=443):
    return open_socket(host, port)


class Session:
    """Several requests over one connection."""
