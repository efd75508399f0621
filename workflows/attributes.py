"""Typed search attributes from the registry's names: what the server needs, made in one place."""

from collections.abc import Mapping

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

with workflow.unsafe.imports_passed_through():
    from mou.attributes import Attribute


def attributes(values: Mapping[Attribute, str]) -> TypedSearchAttributes:
    """Return the keyword attributes of a story at its start."""
    return TypedSearchAttributes(
        [SearchAttributePair(SearchAttributeKey.for_keyword(name), value) for name, value in values.items()]
    )
