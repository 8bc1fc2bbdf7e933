#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the test cases in meson's logs, shows what failed, and ends with "N passed, N failed".

    count-tests.py TESTLOG.json...
"""

import json
import re
import sys

CASE = re.compile(r"^(?P<not>not )?ok\b[ \d]*(?:- )?(?P<name>[^#]*)(?P<rest>#.*)?$")
# What Python's unittest says with -v.
UNITTEST = re.compile(r"^(?P<name>test\w+) \(.*?\.\.\. (?P<result>ok|FAIL|ERROR|skipped .*)$", re.M)
GOOD = ("OK", "EXPECTEDFAIL", "SKIP")


def short(test):
    return test["name"].split(" / ")[-1]


def cases(test):
    """(passed, failed, skipped) names of the test cases of one test program."""
    passed, failed, skipped = [], [], []
    output = test.get("stdout") or ""
    tap = re.search(r"^1\.\.\d+", output, re.M)
    for line in output.splitlines() if tap else []:
        found = CASE.match(line)
        if not found:
            continue
        name = found["name"].strip() or short(test)
        if found["rest"] and re.match(r"# *(SKIP|TODO)", found["rest"], re.I):
            skipped.append(f"{name}: {found['rest'].lstrip('# ')}")
        else:
            (failed if found["not"] else passed).append(name)
    for found in UNITTEST.finditer("" if tap else output + (test.get("stderr") or "")):
        if found["result"].startswith("skipped"):
            skipped.append(f"{found['name']}: {found['result']}")
        else:
            (passed if found["result"] == "ok" else failed).append(found["name"])
    result = test["result"]
    if result not in GOOD and not failed:
        failed.append(f"{short(test)} ({result.lower()})")
    elif result == "SKIP" and not skipped:
        skipped.append(short(test))
    elif result in GOOD and not (passed or failed or skipped):
        passed.append(short(test))
    return passed, failed, skipped


def show(test, failed):
    print(f"\n---- {short(test)}: {', '.join(failed)}")
    for stream in ("stdout", "stderr"):
        lines = (test.get(stream) or "").splitlines()
        if len(lines) > 120:
            lines = lines[:40] + [f"... {len(lines) - 120} lines ..."] + lines[-80:]
        for line in lines:
            print("    " + line)


def main(paths):
    passed = failed = 0
    skipped = []
    for path in paths:
        try:
            with open(path, encoding="utf-8", errors="replace") as log:
                tests = [json.loads(line) for line in log if line.strip()]
        except OSError as error:
            print(f"\n---- the tests did not run: {error}")
            with open(path.replace(".json", ".out"), encoding="utf-8", errors="replace") as out:
                print(out.read()[-4000:])
            failed += 1
            continue
        for test in tests:
            good, bad, left_out = cases(test)
            passed += len(good)
            failed += len(bad)
            skipped += left_out
            if bad:
                show(test, bad)
    if skipped:
        print("\nskipped:")
        for name in skipped:
            print("    " + name)
    print(f"\n{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main(sys.argv[1:]))
