"""Migrations of the casebook, run by alembic."""
