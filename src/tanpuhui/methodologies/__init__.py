"""Crediting methodologies as plug-ins: one folder for each edition of a document, importing no other."""
