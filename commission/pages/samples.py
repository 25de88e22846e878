"""The standing pages that every portal needs, in three languages."""

# ruff: noqa: E501  sentences are not broken for the sake of a line

from django.conf import settings
from django.utils import translation
from django.utils.timesince import TIME_STRINGS

from commission.pages import writing
from commission.pages.models import Page
from commission.site_search import past_questions

DAYS_OF_A_YEAR = 365
# in braces the times for which the portal keeps things, which are settings
TEXTS = {
    ("about", "az"): (
        "Komissiya haqqında",
        "<p>Komissiya seçkiləri və referendumları hazırlayır və keçirir. Bu portalda onun məlumatlarını oxuya, şikayət verə, işinizi izləyə və komissiyaya yaza bilərsiniz.</p><h2>Quruluş</h2><p>Mərkəzi Seçki Komissiyası, dairə seçki komissiyaları və məntəqə seçki komissiyaları.</p>",
    ),
    ("about", "en"): (
        "About the commission",
        "<p>The commission prepares and holds elections and referendums. On this portal you can read its news, make a complaint, follow your case and write to the commission.</p><h2>Structure</h2><p>The Central Election Commission, the constituency commissions and the precinct commissions.</p>",
    ),
    ("about", "ru"): (
        "О комиссии",
        "<p>Комиссия готовит и проводит выборы и референдумы. На портале можно читать её сообщения, подать жалобу, следить за своим делом и написать в комиссию.</p><h2>Структура</h2><p>Центральная избирательная комиссия, окружные и участковые избирательные комиссии.</p>",
    ),
    ("privacy", "az"): (
        "Məxfilik",
        "<p>Səhifələri oxuyarkən kuki faylları istifadə olunmur və üçüncü tərəfə heç nə göndərilmir.</p><h2>Şikayətlər</h2><p>Şikayətinizi, sübutları və ünvanınızı yalnız ona baxan komissiyanın əməkdaşları görür. İş bağlandıqdan {filings_kept} sonra mətnlər, ünvan və fayllar silinir; nömrə, tarixlər və nəticə qalır.</p><h2>Məktublar</h2><p>Əlaqə formasından gələn məktublar cavab verildikdən sonra {messages_kept} saxlanılır.</p><h2>Elektron poçtla məlumatlar</h2><p>Press-relizlərə abunə olanda yalnız ünvanınız, dil, mövzular və tezlik, habelə son otuz gündə sizə nə göndərildiyi saxlanılır. Ünvan başqa heç nə üçün istifadə olunmur. Təsdiqlənməmiş abunə {unconfirmed_kept} sonra, dayandırılmış abunə isə dayandırıldıqdan {ended_kept} sonra ünvanla birlikdə silinir. Hər məktubda dayandırma keçidi var.</p><h2>Axtarış</h2><p>Saytda nə axtarıldığı gün üzrə sayılır: söz, dil, say və nəticə tapılıb-tapılmadığı. Kimin axtardığı, ünvan və saat saxlanılmır; şəxsə işarə edə biləcək sorğular sayılmır. Sayğaclar {questions_kept} sonra silinir. Tez-tez axtarılanlar başqalarına təklif oluna bilər.</p>",
    ),
    ("privacy", "en"): (
        "Privacy",
        "<p>Reading pages sets no cookie, and nothing is sent to any third party.</p><h2>Complaints</h2><p>Your complaint, the evidence and your address are seen only by the staff of the commission that handles it. Texts, address and files are removed {filings_kept} after the case is closed; number, dates and outcome stay.</p><h2>Messages</h2><p>Messages from the contact form are kept for {messages_kept}.</p><h2>Press releases by e-mail</h2><p>If you subscribe to press releases, we keep your address, the language, the topics, how often we write, and what was sent to you in the last thirty days. The address is used for nothing else. A subscription that nobody confirms is forgotten after {unconfirmed_kept}, and one that has ended {ended_kept} after its end, each with the address. Every letter has a link that ends it.</p><h2>Search</h2><p>What is searched for on this site is counted by the day: the words, the language, how often, and whether something was found. Who searched, from which address and at what time is not kept, and searches that may point at a person are not counted. The counts are removed after {questions_kept}. What many search for may be suggested to others.</p>",
    ),
    ("privacy", "ru"): (
        "Конфиденциальность",
        "<p>При чтении страниц не используются файлы cookie, и ничего не передаётся третьим лицам.</p><h2>Жалобы</h2><p>Вашу жалобу, доказательства и адрес видят только сотрудники комиссии, которая её рассматривает. Тексты, адрес и файлы удаляются через {filings_kept} после закрытия дела; номер, даты и результат остаются.</p><h2>Сообщения</h2><p>Сообщения из формы связи хранятся {messages_kept}.</p><h2>Пресс-релизы по электронной почте</h2><p>Если вы подписаны на пресс-релизы, хранятся только ваш адрес, язык, темы и частота писем, а также то, что было отправлено вам за последние тридцать дней. Адрес не используется ни для чего другого. Неподтверждённая подписка удаляется через {unconfirmed_kept}, прекращённая – через {ended_kept} после прекращения, вместе с адресом. В каждом письме есть ссылка, по которой её можно прекратить.</p><h2>Поиск</h2><p>Что ищут на сайте, подсчитывается по дням: слова, язык, сколько раз и нашлось ли что-нибудь. Кто искал, с какого адреса и в котором часу – не хранится; запросы, которые могут указывать на человека, не учитываются. Данные удаляются через {questions_kept}. Частые запросы могут предлагаться другим посетителям.</p>",
    ),
    ("accessibility", "az"): (
        "Əlçatanlıq",
        "<p>Portal WCAG 2.2 AA tələblərinə uyğun hazırlanıb: klaviatura ilə, ekran oxuyucusu ilə, böyüdülmüş halda və JavaScript olmadan işləyir.</p><p>Maneə görsəniz, əlaqə səhifəsindən bizə yazın.</p>",
    ),
    ("accessibility", "en"): (
        "Accessibility",
        "<p>The portal was built to meet WCAG 2.2 AA: it works by keyboard, with a screen reader, enlarged, and without JavaScript.</p><p>If something stands in your way, write to us from the contact page.</p>",
    ),
    ("accessibility", "ru"): (
        "Доступность",
        "<p>Портал создан по требованиям WCAG 2.2 AA: он работает с клавиатуры, с программой чтения с экрана, при увеличении и без JavaScript.</p><p>Если что-то мешает, напишите нам со страницы связи.</p>",
    ),
}  # fmt: skip


def _span(days):
    """So many days in words of the active language; whole years as years."""
    years, rest = divmod(days, DAYS_OF_A_YEAR)
    unit, number = ("day", days) if rest else ("year", years)
    return TIME_STRINGS[unit] % {"num": number}


def filled(body, language):
    """The body with the times for which things are kept as the settings say."""
    with translation.override(language):
        return body.format(
            filings_kept=_span(settings.FILINGS_KEPT_DAYS),
            messages_kept=_span(settings.MESSAGES_KEPT_DAYS),
            unconfirmed_kept=_span(settings.SUBSCRIPTIONS_UNCONFIRMED_KEPT_DAYS),
            ended_kept=_span(settings.SUBSCRIPTIONS_ENDED_KEPT_DAYS),
            questions_kept=_span(past_questions.KEPT_DAYS),
        )


def load():
    """Enter the pages that are missing; what staff have edited stays."""
    for (slug, language), (title, body) in TEXTS.items():
        if not Page.objects.filter(slug=slug, language=language).exists():
            writing.save(Page(slug=slug, language=language, title=title, body=filled(body, language)))
