#!/usr/bin/env python3
"""Makes firmware-bundles/firmware-windows.json: a few windows of flash that tell the released images of a name apart.

    tools/firmware-windows.py ARCHIVE.git [COMMIT] > firmware-bundles/firmware-windows.json

ARCHIVE.git is a clone of https://github.com/vedderb/vesc_fw_archive; a bare one will do. Only offsets and hashes go into the
file. Versions before 5.03 are left out: no board that runs them can be read.
"""
import hashlib
import json
import re
import subprocess
import sys

LENGTH = 480                       # fits one reply of the commands that read flash
STEP = 32
SETTINGS = range(0x4000, 0xC000)   # changed by the firmware that runs
CHECK_WORDS = 8                    # written at the end of the image at its first start
FIRST_READABLE = "5.03"
VECTORS = 0x40                     # the interrupts' vectors, and the marker of a simulated image at 0x200
MIDDLE = 0x20000
SIMULATED = {"at": 0x200, "text": "SIMVESC1"}   # how an image of the simulator begins to say what it is


def git(archive, *arguments):
    return subprocess.run(["git", "--git-dir", archive, *arguments], capture_output=True, check=True).stdout


def images_of(archive, commit):
    """{(version, folder): {file: object name}}"""
    folders = {}
    for line in git(archive, "ls-tree", "-r", "-z", commit).decode().split("\0"):
        found = re.fullmatch(r"\S+ blob (\S+)\t([0-9]+\.[0-9]{2})/([^/]+)/([^/]+\.bin)", line)
        if found and found[2] >= FIRST_READABLE:
            folders.setdefault((found[2], found[3]), {})[found[4]] = found[1]
    return folders


def usable(at, length):
    return at >= 0 and at + LENGTH <= length - CHECK_WORDS and (at + LENGTH <= SETTINGS.start or at >= SETTINGS.stop)


def differences(one, other):
    """Steps in which two images differ."""
    return {at for at in range(0, len(one), STEP) if one[at:at + STEP] != other[at:at + STEP]}


def choose(images):
    """The windows that every image gets, and as few more as tell each pair of images apart."""
    length = len(images[0])
    end = max(len(i[:-CHECK_WORDS].rstrip(b"\xff")) for i in images)
    at = sorted({VECTORS, MIDDLE, (end - LENGTH) // STEP * STEP})
    pairs = [differences(a, b) for n, a in enumerate(images) for b in images[n + 1:]]

    def is_told(pair, windows):
        return any(w <= d and d + STEP <= w + LENGTH for w in windows for d in pair)

    while left := [p for p in pairs if not is_told(p, at)]:
        starts = sorted({d - back for p in left for d in p for back in (LENGTH // 2, 0, LENGTH - STEP) if usable(d - back, length)})
        if len(starts) > 400:
            starts = starts[::len(starts) // 400]
        best = max(starts, key=lambda s: sum(is_told(p, [s]) for p in left))
        if not is_told(left[0], [best]) and not any(is_told(p, [best]) for p in left):
            sys.exit("no window tells them apart")
        at.append(best)
    return sorted(at)


def main():
    archive = sys.argv[1]
    commit = git(archive, "rev-parse", sys.argv[2] if len(sys.argv) > 2 else "HEAD").decode().strip()
    lines = {}
    for (version, folder), files in sorted(images_of(archive, commit).items()):
        images = {file: git(archive, "cat-file", "blob", name) for file, name in sorted(files.items())}
        at = choose(list(images.values()))
        hashes = {f: hashlib.sha256(b"".join(i[a:a + LENGTH] for a in at)).hexdigest()[:16] for f, i in images.items()}
        told = len({i for i in images.values()})
        if len(set(hashes.values())) != told:
            sys.exit(f"{version}/{folder}: {told} images, {len(set(hashes.values()))} hashes")
        lines.setdefault(version, []).append(f"   {json.dumps(folder)}: {json.dumps({'at': at, 'files': hashes})}")

    print("{")
    print(' "about": "Which released image a board runs, told by a few windows of its flash: version, hardware folder, offsets of the windows, '
          "file, the first 16 digits of the SHA-256 over them in this order. Written by tools/firmware-windows.py.\",")
    print(f' "commit": "{commit}",')
    print(f' "length": {LENGTH},')
    print(f' "simulated": {json.dumps(SIMULATED)},')
    print(' "versions": {')
    print(",\n".join(f'  "{version}": {{\n' + ",\n".join(folders) + "\n  }" for version, folders in lines.items()))
    print(" }\n}")


main()
