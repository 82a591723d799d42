#!/usr/bin/env python3
"""Makes firmware-bundles/hardware-names.json: names that ended in one version while a similar one goes on in the next.

    tools/hardware-names.py firmware-bundles/firmware.json > firmware-bundles/hardware-names.json

It reads the catalogue, which is the history of the archive's folders. What it finds is a hint for a person, never a match.
"""
import json
import re
import sys

# Names under which boards of several makers are sold: their firmware says the name of the design that it was built for.
SHARED = ["100_250", "75_300", "75_300_R2"]


def key(name):
    return re.sub("[^a-z0-9]", "", name.lower())


def main():
    catalogue = json.load(open(sys.argv[1], encoding="utf-8"))
    versions = sorted(catalogue["versions"])
    spelt, seen, folders = {}, {}, {}
    for version in versions:
        for folder in catalogue["versions"][version]:
            carried = catalogue["names"].get(f"{version}/{folder}")
            for name in folder.split("_o_") + ([carried] if carried else []):
                spelt.setdefault(name.lower(), name)
                seen.setdefault(name.lower(), []).append(version)
                folders.setdefault(name.lower(), set()).add(folder.lower())

    lines = []
    for name in sorted(seen):
        last = max(seen[name])
        if last == versions[-1]:
            continue
        then = versions[versions.index(last) + 1]
        others = [o for o in seen if then in seen[o] and o != name]
        mates = [o for o in others if folders[o] & folders[name]]
        similar = [o for o in others if key(o) == key(name)]
        longer = [o for o in others if key(o).startswith(key(name)) and not key(name).isdigit() or key(name).startswith(key(o)) and len(key(o)) > 3]
        to = sorted({spelt[o] for o in (similar or mates + longer)})
        if to:
            source = f"vesc_fw_archive {catalogue['source']['commit'][:8]}: {last} is the last version with {spelt[name]}, {then} has {' and '.join(to)}"
            lines.append("  " + json.dumps({"name": spelt[name], "last": last, "since": then, "similar": to, "source": source}))

    print("{")
    print(' "about": "shared: names under which several makers sell boards. ended: names that ended in one version while a similar one goes on '
          "in the next; a hint for a person, never a match. Written by tools/hardware-names.py.\",")
    print(f' "shared": {json.dumps(SHARED)},')
    print(' "ended": [\n' + ",\n".join(lines) + "\n ]\n}")


main()
