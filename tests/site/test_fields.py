"""The field reference lists every field of every record, with its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from tests.site.entries import hints
from tests.site.html_pages import Element, read_page

from atlas.records import RECORDS, Kind
from atlas.site.addresses import LANGUAGES
from atlas.site.catalogue import Catalogue
from atlas.site.fields import field_tables
from atlas.site.pages import pages


def records_in(hint: Any) -> Iterator[type[BaseModel]]:
    """The record types that values of this annotation are made of."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
        for inner in hints(hint).values():
            yield from records_in(inner)
    for argument in get_args(hint):
        yield from records_in(argument)


@pytest.mark.parametrize("kind", Kind)
def test_every_field_is_listed(kind: Kind) -> None:
    tables = dict(field_tables())[kind]

    assert tables[0].name == RECORDS[kind].__name__
    assert {table.name: [field.name for field in table.fields] for table in tables} == {
        record.__name__: [*hints(record)] for record in records_in(RECORDS[kind])
    }


@pytest.mark.parametrize("kind", Kind)
def test_every_field_is_explained(kind: Kind) -> None:
    for table in dict(field_tables())[kind]:
        assert table.sentence.endswith("."), table.name
        for field in table.fields:
            assert field.sentence.endswith("."), (table.name, field.name)
            assert field.shape


@pytest.mark.parametrize("kind", Kind)
def test_a_needed_field_is_marked(kind: Kind) -> None:
    needed: Mapping[str, set[str]] = {
        record.__name__: {
            info.alias or name for name, info in record.model_fields.items() if info.is_required()
        }
        for record in records_in(RECORDS[kind])
    }

    for table in dict(field_tables())[kind]:
        assert {field.name for field in table.fields if field.required} == needed[table.name]


@pytest.mark.parametrize(
    ("kind", "table", "field", "shape"),
    [
        (Kind.TERM, "Term", "name", "Name"),
        (Kind.TERM, "Term", "aliases", "list of text"),
        (Kind.TERM, "Term", "sources", "mapping to Source"),
        (Kind.TERM, "Point", "kind", "one of strength, weakness, fact"),
        (Kind.MODEL, "Model", "claims", "list of Claim"),
        (Kind.MODEL, "Config", "vocab_size", "whole number or unknown"),
        (Kind.MODEL, "Config", "use_task_id", "one of true, false, unknown"),
        (Kind.MODEL, "Source", "seen", "date"),
        (Kind.MODEL, "Model", "hub", "text"),
        (Kind.RESULTS, "Row", "cells", "mapping to Cell"),
    ],
)
def test_a_shape_in_words(kind: Kind, table: str, field: str, shape: str) -> None:
    (found,) = [t for t in dict(field_tables())[kind] if t.name == table]
    (described,) = [f for f in found.fields if f.name == field]

    assert described.shape == shape


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_the_tables(sparse: Catalogue, docs: Path, language: str) -> None:
    _, page = read_page(pages(sparse, language, docs, ())["contribute/fields.md"])

    shown: dict[str, list[str]] = {}
    kind = heading = ""
    for element in page.inside():
        match element:
            case Element(tag="h2"):
                kind = heading = element.attributes["id"]
            case Element(tag="h3"):
                heading = element.attributes["id"]
            case Element(tag="dt"):
                shown.setdefault(heading or kind, []).append(element.all("code")[0].text())
    expected = {}
    for each, tables in field_tables():
        for number, table in enumerate(tables):
            anchor = f"{each}-{table.name.lower()}" if number else str(each)
            expected[anchor] = [field.name for field in table.fields]
    assert shown == expected
