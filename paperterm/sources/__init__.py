"""Read papers from arXiv and from files. Only this package asks arXiv."""
