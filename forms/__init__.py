"""What people type, turned into values: forms query nothing and decide nothing."""
