"""Sample releases in three languages, plainly invented."""

import uuid
from datetime import datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from press import sample_media, verbs
from press.models import CalendarEvent, Release, Topic

NAMESPACE = uuid.UUID("b4c0a1b2-6a57-4a59-9a1c-5f7f0f1f2a33")
TOPICS = {
    "elections": {"az": "Seçkilər", "en": "Elections", "ru": "Выборы"},
    "observers": {"az": "Müşahidəçilər", "en": "Observers", "ru": "Наблюдатели"},
    "voter-lists": {"az": "Seçici siyahıları", "en": "Voter lists", "ru": "Списки избирателей"},
}
SAMPLES = [
    (
        "voter-lists",
        4,
        {
            "az": (
                "Seçici siyahıları məntəqələrdə yoxlanıla bilər",
                "Siyahılar hər məntəqədə asılıb; düzəliş üçün bir dəfə gəlmək kifayətdir.",
                "Seçicilər adlarını siyahıda yoxlaya bilərlər. Səhv görəndə məntəqə seçki komissiyasına müraciət edin.",
            ),
            "en": (
                "Voter lists can be checked at the polling stations",
                "Lists are on the wall of every polling station; a correction takes one visit.",
                "Voters can look up their names. If something is wrong, turn to the precinct election commission.",
            ),
            "ru": (
                "Списки избирателей можно проверить на участках",
                "Списки вывешены на каждом участке; для исправления достаточно прийти один раз.",
                "Избиратели могут проверить свои данные. Если есть ошибка, обратитесь в участковую комиссию.",
            ),
        },
    ),
    (
        "observers",
        9,
        {
            "az": (
                "Müşahidəçilərin akkreditasiyası başlayır",
                "Ərizələr bazar ertəsindən qəbul olunur.",
                "Ərizə və şəxsiyyət vəsiqəsinin surəti kifayətdir. Vəsiqə üç gün ərzində verilir.",
            ),
            "en": (
                "Accreditation of observers opens",
                "Applications are taken from Monday.",
                "An application and a copy of the identity card are enough. The card is issued within three days.",
            ),
            "ru": (
                "Начинается аккредитация наблюдателей",
                "Заявления принимаются с понедельника.",
                "Достаточно заявления и копии удостоверения личности. Карточка выдаётся в течение трёх дней.",
            ),
        },
    ),
    (
        "elections",
        14,
        {
            "az": (
                "Dairə komissiyalarının ekspertləri üçün təlim keçirilib",
                "Ekspertlər şikayətin üç gün ərzində araşdırılmasını öyrəniblər.",
                "Təlimdə sübutların toplanması, müddətlərin hesablanması və qərar layihəsinin yazılması izah olunub.",
            ),
            "en": (
                "Experts of the constituency commissions trained",
                "They learned how to examine a complaint within three days.",
                "The training covered gathering evidence, working out time limits and drafting a decision.",
            ),
            "ru": (
                "Проведено обучение экспертов окружных комиссий",
                "Эксперты учились рассматривать жалобу за три дня.",
                "На занятиях разбирали сбор доказательств, расчёт сроков и подготовку проекта решения.",
            ),
        },
    ),
]


EVENTS = [
    (
        3, time(15), time(16),
        {
            "az": ("Jurnalistlər üçün brifinq", "Suallar əvvəlcədən göndərilə bilər.", "Mətbuat mərkəzi"),
            "en": ("Briefing for journalists", "Questions may be sent beforehand.", "Press centre"),
            "ru": ("Брифинг для журналистов", "Вопросы можно прислать заранее.", "Пресс-центр"),
        },
    ),
    (
        6, time(11), time(13),
        {
            "az": ("Komissiyanın iclası", "İclas açıqdır və yayımlanır.", "İclas zalı, 1-ci mərtəbə"),
            "en": ("Session of the commission", "Open to all, and broadcast.", "Session hall, 1st floor"),
            "ru": ("Заседание комиссии", "Заседание открыто и транслируется.", "Зал заседаний, 1-й этаж"),
        },
    ),
    (
        11, None, None,
        {
            "az": ("Siyahıların yoxlanılmasının son günü", "Məntəqələr saat 19:00-dək açıqdır.", ""),
            "en": ("Last day to check the voter lists", "Polling stations are open until 19:00.", ""),
            "ru": ("Последний день проверки списков", "Участки открыты до 19:00.", ""),
        },
    ),
]  # fmt: skip
PINNED, PINNED_DAYS = "voter-lists", 14


def load():
    """Enter the sample releases, events and pins; what is there already stays as it is."""
    _load_releases()
    _load_events()
    _load_pins()


def _load_pins():
    """One release a language on top, pinned by an account that nobody can use."""
    account = get_user_model().objects.get_or_create(username="sample-press-officer", defaults={"is_active": False})[0]
    for release in Release.objects.filter(source_url=f"sample:{PINNED}", pins=None):
        verbs.pin(release, shown_until=timezone.now() + timedelta(days=PINNED_DAYS), by=account)


def _load_events():
    for days_ahead, begins, ends, texts in EVENTS:
        key = uuid.uuid5(NAMESPACE, f"event {texts['en'][0]}")
        if CalendarEvent.objects.filter(uuid=key).exists():
            continue
        zone, day = timezone.get_current_timezone(), timezone.localdate() + timedelta(days=days_ahead)
        title, text, place = ({code: parts[which] for code, parts in texts.items()} for which in range(3))
        event = CalendarEvent(
            uuid=key, title=title, text=text, place=place, is_whole_day=begins is None,
            starts_at=datetime.combine(day, begins or time(), tzinfo=zone),
            ends_at=datetime.combine(day, ends, tzinfo=zone) if ends else None,
            release=Release.objects.filter(source_url=f"sample:{PINNED}", language="az").first() if not ends else None,
        )  # fmt: skip
        verbs.announce(event, by=None)


def _load_releases():
    for slug, name in TOPICS.items():
        Topic.objects.get_or_create(slug=slug, defaults={"name": name, "is_featured": True})
    for slug, days_ago, texts in SAMPLES:
        family = uuid.uuid5(NAMESPACE, texts["en"][0])
        for language, (title, lead, body) in texts.items():
            if Release.objects.filter(translation_key=family, language=language).exists():
                continue
            release = Release(
                language=language,
                translation_key=family,
                title=title,
                lead=lead,
                body=f"<p>{body}</p>",
                topic=Topic.objects.get(slug=slug),
                published_at=timezone.now() - timedelta(days=days_ago),
                source_url=f"sample:{slug}",
            )
            verbs.take_over(release)
            sample_media.add(release, family=slug)
