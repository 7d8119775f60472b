"""The addresses of the application: pages for people, JSON for programs."""
