"""The disruption engine: partially binding Leontief and ARIO in one daily step."""
