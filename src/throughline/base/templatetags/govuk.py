"""Every component tag of the site, in one library that is built in (see docs/explaining/look.md)."""

from django import template

from throughline.base.templatetags import govuk_blocks, govuk_forms, govuk_tables, govuk_ways, govuk_words

register = template.Library()
for part in (govuk_words, govuk_ways, govuk_blocks, govuk_tables, govuk_forms):
    register.tags |= part.register.tags
    register.filters |= part.register.filters
