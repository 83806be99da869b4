# Words of the vetting pages.
