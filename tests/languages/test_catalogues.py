"""Every string of the portal is there in Azerbaijani and Russian, with its placeholders."""

import ast
import re
from functools import cache

import pytest
from django.apps import apps
from django.utils import translation
from django.utils.translation import ngettext

from commission import translations

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


@pytest.fixture(scope="module", autouse=True)
def compiled():
    """The catalogues compiled; what the code wants translated is read out of it once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(translations, "messages", cache(translations.messages))
        translations.compile_all()
        yield


@pytest.mark.parametrize("language", ["az", "ru"])
def test_catalogue_is_complete(language):
    assert translations.missing(language) == []


@pytest.mark.parametrize("language", ["az", "ru"])
def test_translations_keep_every_placeholder(language):
    for message in translations._catalogue(language):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id:
            for string in strings:
                assert set(PLACEHOLDER.findall(string)) == set(PLACEHOLDER.findall(ids[-1])), message.id


def test_catalogues_are_in_step_with_the_code():
    known = {(message.id, message.context) for message in translations._catalogue("az") if message.id}
    assert known == {(message.id, message.context) for message in translations.messages() if message.id}


@pytest.mark.parametrize(("number", "form"), [(1, 0), (21, 0), (2, 1), (22, 1), (5, 2), (11, 2)])
def test_russian_plurals_have_three_forms(number, form):
    message = translations._catalogue("ru").get("%(count)d letter will be tried now.")
    with translation.override("ru"):
        text = ngettext("%(count)d letter will be tried now.", "%(count)d letters will be tried now.", number)
    assert text == message.string[form]


@pytest.mark.parametrize("language", ["az", "en", "ru"])
@pytest.mark.django_db
def test_home_speaks_one_language(client, language):
    text = client.get(f"/{language}/").content.decode()
    assert f'<html lang="{language}">' in text
    assert ("Make a complaint" in text) is (language == "en")


def test_azerbaijani_months_are_written_small_inside_a_date():
    from datetime import date

    from django.utils.formats import date_format

    with translation.override("az"):
        assert date_format(date(2026, 2, 9), "j E Y") == "9 fevral 2026"


def _said(tree):
    """The constant first words of every gettext call in a module."""
    for node in ast.walk(tree):
        name = isinstance(node, ast.Call) and getattr(node.func, "id", "")
        if name in translations.KEYWORDS:
            word = node.args[1 if name.startswith("p") else 0]
            if isinstance(word, ast.Constant):
                yield word.value


def test_every_message_of_the_code_is_extracted():
    # the extractor does not look into an f-string: a message there would stay English for good
    known = {message.id[0] if isinstance(message.id, tuple) else message.id for message in translations.messages()}
    for path, text in translations._sources():
        if path.suffix == ".py":
            assert set(_said(ast.parse(text))) <= known, path


def _labels(language):
    with translation.override(language):
        for model in apps.get_models():
            yield from (str(model._meta.verbose_name), str(model._meta.verbose_name_plural))
            yield from (str(getattr(field, "verbose_name", "")) for field in model._meta.get_fields())


def test_no_label_begins_with_the_small_i_of_which_django_makes_a_wrong_capital():
    # "i".upper() is "I", but the capital of the Azerbaijani "i" is "İ": the catalogue gives the capital itself
    translated = set(_labels("az")) - set(_labels("en"))
    assert [label for label in translated if label.startswith("i")] == []
