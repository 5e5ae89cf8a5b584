"""The services: what a button does, from the sheet to the ledger and back."""
