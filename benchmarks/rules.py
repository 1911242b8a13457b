"""Precision and recall of the rules, by rule, on every set under ``tests/rules/sets``.

*Recall*: planted defects that the right rule reports in the right place. *Precision*: findings of a rule that are right,
of all that it reports: what it says beyond the planted defect on a broken document counts against it, and so does what
it says on a good document without having been judged by hand to stand there.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from tests.rules.sets import CaseSet, case_sets


def measured(one: CaseSet) -> dict[str, tuple[int, int, int]]:
    """Return per rule: defects planted, defects found, false findings."""
    planted: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for case in one.cases:
        hit, others = case.outcome()
        planted[case.rule] += 1
        counts[case.rule] += hit
        false.update(other.rule for other in others)
    for good in one.clean:
        false.update(finding.rule for finding in good.findings() if (finding.rule, finding.at) not in good.judged)
    return {code: (planted[code], counts[code], false[code]) for code in sorted({*planted, *false})}


def shown(part: int, whole: int) -> str:
    """Return a share in per cent; nothing to share is a dash."""
    return f"{100 * part / whole:6.1f}%" if whole else "      –"


def tell(one: CaseSet) -> None:
    """Print one set's table."""
    begun = time.perf_counter()
    rows = measured(one)
    print(f"\n{one.name}: {len(one.clean)} good documents, {len(one.cases)} with one defect each\n")
    print("| rule  | planted | found | false | precision | recall  |")
    print("|-------|--------:|------:|------:|----------:|--------:|")
    whole = tuple(sum(column) for column in zip(*rows.values(), strict=True)) if rows else (0, 0, 0)
    for code, (planted, hits, false) in (*rows.items(), ("all", whole)):
        precision, recall = shown(hits, hits + false), shown(hits, planted)
        print(f"| {code:5} | {planted:7} | {hits:5} | {false:5} |   {precision} | {recall} |")
    seconds = time.perf_counter() - begun
    print(f"\n{seconds:.1f} s, {1000 * seconds / max(len(one.cases), 1):.0f} ms a document")


def main() -> int:
    """Print the tables of all sets."""
    for one in case_sets():
        tell(one)
    return 0


if __name__ == "__main__":
    sys.exit(main())
