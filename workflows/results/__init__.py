"""Actual values of indicators, their confirmation, attainment and lights."""
