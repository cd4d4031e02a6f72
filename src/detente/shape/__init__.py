"""Forms of what is printed as JSON: what all share, and schemas and pages made from classes."""
