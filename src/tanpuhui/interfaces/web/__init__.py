"""The public site: server-rendered pages in simplified Chinese and English, readable without a script."""
