"""Putting other documents in the place of one that is wrong, inside a transaction."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from jxc_xl.domain.acceptance import Acceptance, in_replay_order
from jxc_xl.domain.documents import Document
from jxc_xl.domain.kinds import KINDS
from jxc_xl.domain.masters import Negative
from jxc_xl.ledger.facts import LedgerFacts
from jxc_xl.ledger.masters import Masters
from jxc_xl.ledger.posting import Posted, Writer
from jxc_xl.ledger.queries import Blocked, Standing, blocking, standing, turn_of
from jxc_xl.ledger.source import Source


class Correction(NamedTuple):
    """What stands instead of a document: the number of its reversal, and the new documents.

    ``blocked`` says where stock would now fall below zero that did not before.
    """

    reversal: str
    posted: list[Posted]
    blocked: list[Blocked]


@contextmanager
def attempt(connection: sqlite3.Connection) -> Iterator[None]:
    """Within a transaction: all of this or, if it raises, nothing of it."""
    connection.execute("SAVEPOINT attempt")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK TO attempt")
        raise
    finally:
        connection.execute("RELEASE attempt")


def put_instead(
    connection: sqlite3.Connection,
    original: Standing,
    source: Source,
    judge: Callable[[LedgerFacts], Sequence[Document]],
) -> Correction:
    """Reverse a document and post what stands in its place.

    ``judge`` gives the documents once the original is gone; it may raise to end the attempt.
    One of the same day takes the original's turn, so that what took from it comes after it.
    """
    masters = Masters(connection)
    facts = LedgerFacts(connection, masters)
    turn = turn_of(connection, original.id)
    reversal = facts.next_number(KINDS["reversal"].prefix, original.day)
    writer = Writer(connection, masters, source, facts.next_number)
    writer.reverse(original.id, reversal)
    writer.write()
    facts = LedgerFacts(connection, masters)
    documents = in_replay_order(judge(facts))
    acceptance = Acceptance(facts, Negative.ALLOW)
    facts.reserve([document.number for document in documents if document.number])
    writer = Writer(connection, masters, source, facts.next_number)
    posted = []
    for document in documents:
        acceptance.accept(document)
        document.details = {**document.details, "corrects": original.number}
        same_day = document.date == original.day
        added = writer.add(document, document.fingerprint, turn=turn if same_day else None)
        posted.append(added)
    writer.write()
    instead = [found.id for added in posted if (found := standing(connection, added.number))]
    return Correction(reversal, posted, blocking(connection, original.id, instead))
