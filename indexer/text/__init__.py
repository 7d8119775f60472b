"""Characters to tokens: visible → fold → segment → analyze. Knows no report."""
