"""The site in a real browser, behind the real server. A package, so that the browser is closed when its tests are done."""
