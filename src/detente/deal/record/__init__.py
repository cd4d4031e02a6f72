"""The record of deals: what became of those before, and what it says of this one."""
