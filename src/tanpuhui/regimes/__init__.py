"""Emissions trading systems and crediting programmes as plug-ins: one folder each, importing no other."""
