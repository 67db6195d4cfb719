"""Project mode: a project and its monitoring reports, from the first documents to the province's approval."""
