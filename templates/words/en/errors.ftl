# Words of the errors pages.
