"""Links that last: fingerprint → align → ledger; passages find a quotation again."""
