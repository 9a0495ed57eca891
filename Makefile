.PHONY: check test pictures bench docs

check:
	ruff check .
	ruff format --check .
	mypy
	lint-imports

test:
	pytest

pictures:
	python docs/pictures.py

bench:
	python benchmarks/run.py

docs:
	python docs/tables.py
	python docs/manual.py
