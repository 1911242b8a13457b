"""Documents of any kind: the page and the checks that a kind has by its declaration alone."""
