"""Ranking on a public collection with judgements (CISI): at least as good as BM25, through the portal's own search."""

import gzip
import json
import math

import pytest

from tests.search.texts import asked, enter_many, text

BM25 = 0.381  # nDCG@10 with binary gains, as measured with k1 1.2, b 0.75 and the English stemmer


def ndcg(ranked, relevant, at=10):
    """Normalised discounted cumulative gain of the first `at` with binary gains."""
    gain = sum(1 / math.log2(place + 2) for place, each in enumerate(ranked[:at]) if each in relevant)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(at, len(relevant))))


@pytest.mark.django_db
def test_ranking_is_as_good_as_bm25(shared_data):
    with gzip.open(shared_data / "cisi.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    documents = [row for row in rows if row["kind"] == "document"]
    enter_many(text(int(row["id"]), row["title"], body=row["body"], language="en") for row in documents)
    figures = []
    for row in rows:
        if row["kind"] == "query":
            shown = asked(row["query"], own_language="en").page(1)[:10]
            ranked = [result.entry.object_id for result in shown]
            figures.append(ndcg(ranked, {int(each) for each in row["relevant"]}))
    assert sum(figures) / len(figures) >= BM25, sum(figures) / len(figures)
