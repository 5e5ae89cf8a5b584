"""How much to keep and to buy, against textbooks and against what must always hold."""
