"""Write docs/workbook.md and docs/ledger.md: ``python -m tests.docs``."""

from tests.docs import ledger, workbook

if __name__ == "__main__":
    workbook.DOCUMENT.write_text(workbook.workbook_page(), encoding="utf-8")
    ledger.DOCUMENT.write_text(ledger.ledger_page(), encoding="utf-8")
