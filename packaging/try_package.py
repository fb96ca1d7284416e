"""Installs the .deb in a fresh Debian, uses it there, removes it, and sees that the user's videos stay.

    sudo python3 packaging/try_package.py dist/wandesk_VERSION_amd64.deb
    ... --suite trixie          another Debian than bookworm, the oldest that Wan Desk runs on
    ... --base DIR              a fresh root that debootstrap made before; a copy of it is used

Needs root, debootstrap, unshare and Debian's mirror. Everything happens below a temporary folder and in a mount
namespace of its own, so nothing stays mounted. It takes a few minutes. The exit code is 0 when every step succeeds.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

_MIRROR = "MIRROR"
"""An environment variable with another mirror than debootstrap's own."""

_INTO_ROOT = """
set -e
cd "$ROOT"
mount --types proc proc proc
mount --bind /dev dev
mount --bind /dev/pts dev/pts
mount --types tmpfs tmpfs dev/shm
exec chroot . /usr/bin/env --ignore-environment PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM=dumb \\
    DEBIAN_FRONTEND=noninteractive http_proxy="$http_proxy" https_proxy="$https_proxy" bash /srv/steps
"""

_STEPS = r"""
set -e -o pipefail
step() { echo "== $1"; }
as_person() { runuser --user person -- env --chdir=/home/person HOME=/home/person "$@"; }
APT="apt-get -q -y -o Dpkg::Use-Pty=0 --no-install-recommends"
$APT update >/srv/apt.log

step "installed with nothing but what it depends on"
$APT install /srv/wandesk.deb >>/srv/apt.log
useradd --create-home person
as_person wandesk --version

step "self-test"
as_person wandesk --self-test

step "the demo makes a video"
as_person mkdir -p /home/person/Videos
as_person env WANDESK_PRACTICE="--tiny --speed 20" wandesk --demo --out /home/person/Videos

step "its window opens by its desktop file, under Xvfb"
$APT install xvfb xauth xdotool libglib2.0-bin dbus desktop-file-utils procps >>/srv/apt.log
desktop-file-validate /usr/share/applications/wandesk.desktop
cat >/srv/window <<'END'
gio launch /usr/share/applications/wandesk.desktop &
for _ in $(seq 120); do
    if xdotool search --onlyvisible --name '^Wan Desk' >/tmp/window-id; then break; fi
    sleep 0.5
done
test -s /tmp/window-id && xdotool getwindowname "$(head -n 1 /tmp/window-id)" && pkill --oldest --exact wandesk
for _ in $(seq 60); do
    if ! pgrep --exact wandesk >/dev/null; then exit 0; fi
    sleep 0.5
done
exit 1
END
chmod 755 /srv/window
as_person dbus-run-session -- xvfb-run --auto-servernum bash /srv/window

step "removed, and the videos stay"
$APT purge wandesk >>/srv/apt.log
test ! -e /usr/lib/wandesk && test ! -e /usr/bin/wandesk && test ! -e /usr/share/applications/wandesk.desktop
ls -l /home/person/Videos/*.mp4
"""


def main(arguments: Sequence[str]) -> int:
    """Tries the package; returns 0 when every step succeeds."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("package", type=Path, metavar="DEB")
    reader.add_argument("--suite", default="bookworm", help="the Debian to try it on")
    reader.add_argument("--base", type=Path, metavar="DIR", help="a fresh root, made by debootstrap")
    options = reader.parse_args(arguments)
    lacking = [name for name in ("debootstrap", "unshare", "chroot") if not shutil.which(name)]
    is_root = False
    if sys.platform == "linux":
        is_root = os.geteuid() == 0
    if not is_root or lacking or not options.package.is_file():
        print(f"This needs Linux, root, the package, and {', '.join(lacking) or 'its tools'}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="wandesk-root-") as name:
        root = Path(name) / "root"
        if options.base is None:
            mirror = [os.environ[_MIRROR]] if _MIRROR in os.environ else []
            subprocess.run(["debootstrap", "--variant=minbase", options.suite, str(root), *mirror], check=True)
        else:
            subprocess.run(["cp", "--archive", "--reflink=auto", str(options.base), str(root)], check=True)
        return _try_in(root, options.package)


def _try_in(root: Path, package: Path) -> int:
    """Runs the steps in the root; returns their exit code."""
    shutil.copyfile(package, root / "srv" / "wandesk.deb")
    for name in ("resolv.conf", "hosts"):
        shutil.copyfile(Path("/etc") / name, root / "etc" / name)
    (root / "srv" / "steps").write_text(_STEPS, encoding="utf-8")
    begun = time.monotonic()
    variables = {"http_proxy": "", "https_proxy": "", **os.environ, "ROOT": str(root)}
    # The processes of the steps end with the first of them, and the mounts with the namespace.
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", _INTO_ROOT]
    code = subprocess.run(command, env=variables, stdin=subprocess.DEVNULL, check=False).returncode
    version = (root / "etc" / "debian_version").read_text(encoding="ascii").strip()
    result = "passed" if code == 0 else f"FAILED with exit code {code}"
    print(f"== {package.name} on Debian {version}: {result} ({time.monotonic() - begun:.0f} s)", flush=True)
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
