"""The pages of the site. Each module here has one named `PAGE`, is found by itself, and needs no edit of the frame."""
