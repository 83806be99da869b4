# Words of the portfolio pages.
