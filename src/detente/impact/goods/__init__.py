"""The goods layer: chains of controlled goods, licences, stocks and prices, day by day."""
