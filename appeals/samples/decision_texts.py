"""What the sample decisions say, as `verbs.decide` takes it; plainly invented."""

DISMISSED = {
    "outcome": "dismissed",
    "facts": (
        "<p>Müşahidəçi Uydurma Xəyalzadə (Xəyal küçəsi 7, Nümunəkənd) protokolun surətini istəyib. "
        "Onun sözlərinə görə, surət verilməyib (nümunə).</p>"
    ),
    "law": "<p>Seçki Məcəlləsi, maddə 106 və 112 (nümunə).</p>",
    "reasons": (
        "<p>Şahid Tanıqlı Xəyalqızı surətin Xəyalzadəyə həmin axşam verildiyini təsdiq edib. "
        "Fayl Xəyalzadə-qutu.jpg bunu təkzib etmir (nümunə).</p>"
        "<ul><li>Surətlərin siyahısında imza var.</li><li>Möhür yerindədir.</li></ul>"
    ),
    "operative_part": "<p>Uydurma Xəyalzadənin şikayəti təmin edilməsin.</p>",
    "votes_for": 5,
    "votes_against": 1,
    "absent": 3,
}
UPHELD = {
    "outcome": "upheld",
    "facts": "<p>Örnək Sınaqqızının şikayəti dairə komissiyasında baxılmadan qaytarılıb (nümunə).</p>",
    "law": "<p>Seçki Məcəlləsi, maddə 112 və 112-1 (nümunə).</p>",
    "reasons": "<p>Müddət səsvermə günündən sonrakı gündən hesablanır; şikayət vaxtında verilib (nümunə).</p>",
    "operative_part": "<p>Dairə komissiyasının qərarı ləğv edilsin, şikayətə yenidən baxılsın.</p>",
    "remedy_ordered": "Dairə komissiyası Sınaqqızının şikayətinə mahiyyəti üzrə baxsın.",
    "votes_for": 14,
    "votes_against": 0,
    "absent": 2,
}
