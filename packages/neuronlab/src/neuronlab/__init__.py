"""What the notebooks of the lab import: data, figures, checks, formulas."""
