"""Talk to the service."""

TIMEOUT = 30


def connect(host):
    return open_socket(host)


def legacy_connect(host):
    return connect(host)
