# Words of the rooms pages.
