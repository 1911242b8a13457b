"""Making a move: submitting, signing, giving back, withdrawing, amending."""
