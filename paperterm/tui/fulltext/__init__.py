"""The room of the whole paper: a page that draws what is seen of it, and what is around."""
