"""Which of the acceptable packages: frontier, solutions, and how they are found."""
