# Words of the answering pages.
