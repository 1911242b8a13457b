"""What people are to be told: written with the act, sent afterwards."""
