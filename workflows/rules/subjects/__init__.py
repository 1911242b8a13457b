"""The documents as the rules see them: plain, frozen data, read once."""
