"""The whole paper: arXiv's HTML as a document, and a document as lines for a terminal.

Pure functions over frozen values. `parse.parse` turns a page into a `document.Document`;
`draw.draw` turns one block of it into lines of a width. Neither raises, whatever the page, and no
control character of the page is in what they return.
"""
