"""A network of our own, in which there is nothing but loopback."""

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys

UNSHARE = ["unshare", "--user", "--map-root-user", "--net"]
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1


def enter(say):
    """Run this program again in a network namespace, where the system allows that."""
    if not shutil.which(UNSHARE[0]) or not works([*UNSHARE, "true"]):
        say(
            "NOT ISOLATED: no network namespace can be had here; some of the server's ports are not on loopback"
        )
        return
    os.execvp(UNSHARE[0], [*UNSHARE, sys.executable, *sys.argv, "--isolated"])


def works(command):
    return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0


def raise_loopback():
    """A new namespace has a loopback interface that is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sh14x", b"lo", 0)
        (flags,) = struct.unpack("16xh14x", fcntl.ioctl(control, SIOCGIFFLAGS, request))
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))
