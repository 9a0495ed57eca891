"""An arXiv on 127.0.0.1 for the tests and the demo; `server.Loopback` serves a list of papers.

Nothing else may import this package. The real interfaces: https://info.arxiv.org/help/api,
https://info.arxiv.org/help/rss.html.
"""
