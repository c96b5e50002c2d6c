"""Run checks, apply rulings, and compare with an earlier report."""
