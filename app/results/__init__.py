"""Results of indicators, lights and overviews."""
