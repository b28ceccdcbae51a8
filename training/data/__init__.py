"""What the sample model reads in training: grammars, word lists and facts, all of them written for it."""
