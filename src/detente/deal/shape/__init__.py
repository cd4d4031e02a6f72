"""The forms of a bargain, of how it is kept, and of a reported deal: one class an object."""
