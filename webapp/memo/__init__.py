"""What a visitor collects from reports, and the memo it makes: basket → chapters → a file of some form."""
