"""Pictures and files of the sample releases, drawn and written here."""

from functools import cache

from django.core.files.base import ContentFile

from press import sample_pictures, verbs
from press.media.receiving import received_file, received_picture
from press.models import Release

CREDIT = "Sample drawing"
# what is drawn, where its focus is, and by language what it shows and its caption
PICTURES = {
    "observers": [
        (
            sample_pictures.polling_station,
            (80, 55),
            {
                "az": ("Çəkilmiş seçki məntəqəsi: üç kabina və növbədə duran iki nəfər.", "Məntəqə səhər saatlarında."),
                "en": ("A drawn polling station: three booths and two people who wait.", "A station in the morning."),
                "ru": ("Нарисованный участок: три кабины и два человека в очереди.", "Участок утром."),
            },
        ),
        (
            sample_pictures.ballot_box,
            (50, 45),
            {
                "az": ("Çəkilmiş seçki qutusu, içinə bülleten atılır.", "Qutu seçki günü möhürlənir."),
                "en": ("A drawn ballot box with a paper half way in.", "The box is sealed on voting day."),
                "ru": ("Нарисованная урна, в которую опускают бюллетень.", "Урну опечатывают в день голосования."),
            },
        ),
    ],
    "elections": [
        (
            sample_pictures.training,
            (30, 45),
            {
                "az": ("Çəkilmiş təlim: lövhənin qarşısında bir nəfər, onu dörd nəfər dinləyir.", ""),
                "en": ("A drawn training: one person at a board, four who listen.", ""),
                "ru": ("Нарисованное занятие: один человек у доски, четверо слушают.", ""),
            },
        ),
    ],
}
HOURS = {
    "az": ("Qəbul saatları", "Gün,Saat\nBazar ertəsi,9:00–18:00\nÇərşənbə axşamı,9:00–18:00\n"),
    "en": ("Hours of the desk", "Day,Hours\nMonday,9:00–18:00\nTuesday,9:00–18:00\n"),
    "ru": ("Часы приёма", "День,Часы\nПонедельник,9:00–18:00\nВторник,9:00–18:00\n"),
}


@cache
def _received(draw, focus):
    return received_picture(ContentFile(draw(), "drawn.jpg"), focus=focus)


def _pictures(release, family):
    """The pictures of a family as its next release shows them: drawn for the first, shared by the others."""
    sisters = Release.objects.filter(translation_key=release.translation_key).exclude(pk=release.pk)
    sister = sisters.filter(pictures__isnull=False).first()
    known = verbs.as_illustrations(sister) if sister else []
    for position, (draw, focus, texts) in enumerate(PICTURES.get(family, [])):
        alternative, caption = texts[release.language]
        words = {"alternative": alternative, "caption": caption, "credit": CREDIT, "focus": focus}
        if position < len(known):
            yield verbs.Illustration(picture=known[position].picture, **words)
        else:
            yield verbs.Illustration(received=_received(draw, focus), **words)


def add(release, *, family):
    """Give a sample release its pictures and its file; one of a family without any stays as it is."""
    verbs.illustrate(release, pictures=list(_pictures(release, family)), by=None)
    if family == "observers":
        title, text = HOURS[release.language]
        file = verbs.Enclosure(
            title=title,
            language=release.language,
            received=received_file(ContentFile(text.encode(), f"hours-{release.language}.csv")),
        )
        verbs.enclose(release, files=[file], by=None)
