"""The words of eight languages for dates: months, seasons, and the phrases around a date.

A phrase may have a form for one unit (`| day: …`); the plain one serves all others. `the` is what a
date takes between two words ("entre le 4 et le 6 juillet"). REPAIRS put right, last of all, what
depends on the next sound ("un jour de avril").
"""

import re

_EN = """
months = January February March April May June July August September October November December
seasons = spring summer autumn winter
hemisphere = north: northern hemisphere | south: southern hemisphere
ordinals = first second third fourth
groups = quarter third half
day = {} | first: 1
glue =
thousands = ,
era = bce: BCE | ce: CE
decade = {}s
names = year month day
colon = :
join = and: and | or: or
side = earlier: earlier | later: later
about = about {} | decade: about the {}
approximate = approximate
uncertain = uncertain
between = between {} and {}
the = {} | decade: the {}
until = until {} | decade: until the {}
since = since {} | decade: since the {}
from = from {} | decade: from the {}
start = unknown: start unknown | open: start open
end = unknown: end unknown | open: end open
some day = some day | month: some day in {} | year: some day in {}
some month = some month | year: some month in {}
unknown year = year unknown
"""

_DE = """
months = Januar Februar März April Mai Juni Juli August September Oktober November Dezember
seasons = Frühling Sommer Herbst Winter
hemisphere = north: Nordhalbkugel | south: Südhalbkugel
ordinals = 1. 2. 3. 4.
groups = Quartal Tertial Halbjahr
day = {}. | first: 1.
glue =
thousands = .
era = bce: v. Chr. | ce: n. Chr.
decade = {}er Jahre
names = Jahr Monat Tag
colon = :
join = and: und | or: oder
side = earlier: früher | later: später
about = etwa {} | decade: etwa {}
approximate = ungefähr
uncertain = unsicher
between = zwischen {} und {}
the = {} | day: dem {} | decade: den {}n
until = bis {} | decade: bis in die {}
since = seit {} | day: seit dem {} | decade: seit den {}n
from = ab {} | day: ab dem {} | decade: ab den {}n
start = unknown: Beginn unbekannt | open: Beginn offen
end = unknown: Ende unbekannt | open: Ende offen
some day = ein Tag | month: ein Tag im {} | year: ein Tag im Jahr {}
some month = ein Monat | year: ein Monat im Jahr {}
unknown year = Jahr unbekannt
"""

_FR = """
months = janvier février mars avril mai juin juillet août septembre octobre novembre décembre
seasons = printemps été automne hiver
hemisphere = north: hémisphère nord | south: hémisphère sud
ordinals = 1er 2e 3e 4e
groups = trimestre quadrimestre semestre
day = {} | first: 1er
glue =
thousands = \u202f
era = bce: av. J.-C. | ce: apr. J.-C.
decade = années {}
names = année mois jour
colon = \u00a0:
join = and: et | or: ou
side = earlier: avant | later: après
about = vers {} | day: vers le {} | season: vers le {} | decade: vers les {}
approximate = date approximative
uncertain = date incertaine
between = entre {} et {}
the = {} | day: le {} | season: le {} | decade: les {}
until = jusqu’en {} | day: jusqu’au {} | season: jusqu’au {} | decade: jusqu’aux {}
since = depuis {} | day: depuis le {} | season: depuis le {} | decade: depuis les {}
from = à partir de {} | day: à partir du {} | season: à partir du {} | decade: à partir des {}
start = unknown: début inconnu | open: début ouvert
end = unknown: fin inconnue | open: fin ouverte
some day = un jour | month: un jour de {} | year: un jour de {}
some month = un mois | year: un mois de {}
unknown year = année inconnue
"""

_ES = """
months = enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
seasons = primavera verano otoño invierno
hemisphere = north: hemisferio norte | south: hemisferio sur
ordinals = 1.er 2.º 3.er 4.º
groups = trimestre cuatrimestre semestre
day = {} | first: 1
glue = de
thousands = \u202f
era = bce: a. C. | ce: d. C.
decade = década de {}
names = año mes día
colon = :
join = and: y | or: o
side = earlier: antes | later: después
about = hacia {} | day: hacia el {} | season: hacia el {} | decade: hacia la {}
approximate = fecha aproximada
uncertain = fecha incierta
between = entre {} y {}
the = {} | day: el {} | season: el {} | decade: la {}
until = hasta {} | day: hasta el {} | season: hasta el {} | decade: hasta la {}
since = desde {} | day: desde el {} | season: desde el {} | decade: desde la {}
from = desde {} | day: desde el {} | season: desde el {} | decade: desde la {}
start = unknown: inicio desconocido | open: inicio abierto
end = unknown: fin desconocido | open: fin abierto
some day = algún día | month: algún día de {} | year: algún día de {}
some month = algún mes | year: algún mes de {}
unknown year = año desconocido
"""

_IT = """
months = gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre \
novembre dicembre
seasons = primavera estate autunno inverno
hemisphere = north: emisfero boreale | south: emisfero australe
ordinals = 1º 2º 3º 4º
groups = trimestre quadrimestre semestre
day = {} | first: 1º
glue =
thousands = .
era = bce: a.C. | ce: d.C.
decade = anni {}
names = anno mese giorno
colon = :
join = and: e | or: o
side = earlier: prima | later: dopo
about = circa {} | decade: verso gli {}
approximate = data approssimativa
uncertain = data incerta
between = tra {} e {}
the = il {} | month: {} | decade: gli {}
until = fino al {} | month: fino a {} | decade: fino agli {}
since = dal {} | month: da {} | decade: dagli {}
from = dal {} | month: da {} | decade: dagli {}
start = unknown: inizio sconosciuto | open: inizio aperto
end = unknown: fine sconosciuta | open: fine aperta
some day = un giorno | month: un giorno di {} | year: un giorno del {}
some month = un mese | year: un mese del {}
unknown year = anno sconosciuto
"""

_NL = """
months = januari februari maart april mei juni juli augustus september oktober november december
seasons = lente zomer herfst winter
hemisphere = north: noordelijk halfrond | south: zuidelijk halfrond
ordinals = 1e 2e 3e 4e
groups = kwartaal tertiaal halfjaar
day = {} | first: 1
glue =
thousands = .
era = bce: v.Chr. | ce: n.Chr.
decade = jaren {}
names = jaar maand dag
colon = :
join = and: en | or: of
side = earlier: eerder | later: later
about = omstreeks {} | decade: omstreeks de {}
approximate = bij benadering
uncertain = onzeker
between = tussen {} en {}
the = {} | decade: de {}
until = tot en met {} | decade: tot in de {}
since = sinds {} | decade: sinds de {}
from = vanaf {} | decade: vanaf de {}
start = unknown: begin onbekend | open: begin open
end = unknown: einde onbekend | open: einde open
some day = een dag | month: een dag in {} | year: een dag in {}
some month = een maand | year: een maand in {}
unknown year = jaar onbekend
"""

_PT = """
months = janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
seasons = primavera verão outono inverno
hemisphere = north: hemisfério norte | south: hemisfério sul
ordinals = 1.º 2.º 3.º 4.º
groups = trimestre quadrimestre semestre
day = {} | first: 1º
glue = de
thousands = .
era = bce: a.C. | ce: d.C.
decade = década de {}
names = ano mês dia
colon = :
join = and: e | or: ou
side = earlier: antes | later: depois
about = por volta de {} | season: por volta do {} | decade: por volta da {}
approximate = data aproximada
uncertain = data incerta
between = entre {} e {}
the = {} | season: o {} | decade: a {}
until = até {} | season: até o {} | decade: até a {}
since = desde {} | season: desde o {} | decade: desde a {}
from = a partir de {} | season: a partir do {} | decade: a partir da {}
start = unknown: início desconhecido | open: início aberto
end = unknown: fim desconhecido | open: fim aberto
some day = algum dia | month: algum dia de {} | year: algum dia de {}
some month = algum mês | year: algum mês de {}
unknown year = ano desconhecido
"""


_AR = """
months = يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
seasons = ربيع صيف خريف شتاء
hemisphere = north: نصف الكرة الشمالي | south: نصف الكرة الجنوبي
ordinals = الأول الثاني الثالث الرابع
groups = الربع الثلث النصف
day = {} | first: 1
glue =
thousands = ,
era = bce: ق.م | ce: م
decade = عقد {}
names = السنة الشهر اليوم
colon = :
join = and: و | or: أو
side = earlier: قبل ذلك | later: بعد ذلك
about = نحو {}
approximate = تاريخ تقريبي
uncertain = غير مؤكد
between = بين {} و{}
the = {}
until = حتى {}
since = منذ {}
from = ابتداءً من {}
start = unknown: البداية مجهولة | open: البداية مفتوحة
end = unknown: النهاية مجهولة | open: النهاية مفتوحة
some day = يوم ما | month: يوم ما في {} | year: يوم ما في {}
some month = شهر ما | year: شهر ما في {}
unknown year = سنة مجهولة
"""


def _table(block: str) -> dict[str, str]:
    """A block of `name = words | unit: words` lines as {"name": …, "name.unit": …}."""
    table = {}
    for line in block.strip().splitlines():
        name, _, forms = line.partition(" =")
        for form in forms.split(" | "):
            unit, words = _form(form.strip(" "))
            table[f"{name}.{unit}" if unit else name] = words
    return table


def _form(form: str) -> tuple[str, str]:
    """One form's unit, "" for the plain one, and its words."""
    match = re.match(r"([a-z]+): ", form)
    return (match[1], form[match.end() :]) if match else ("", form)


LANGUAGES: dict[str, dict[str, str]] = {
    "en": _table(_EN),
    "de": _table(_DE),
    "fr": _table(_FR),
    "es": _table(_ES),
    "it": _table(_IT),
    "nl": _table(_NL),
    "pt": _table(_PT),
    "ar": _table(_AR),
}

# Pattern and replacement, applied to the finished words. 8 and 11 are spoken with a vowel first
# ("ocho", "otto", "once", "undici"); a month or season may have one, or be feminine.
REPAIRS: dict[str, tuple[tuple[str, str], ...]] = {
    "fr": (
        (r"\bde (?=[aoé])", "d’"),
        (r"\ble (?=[aéh])", "l’"),
        (r"\bau (?=[aéh])", "à l’"),
        (r"\bdu (?=[aéh])", "de l’"),
    ),
    "es": (
        (r"\bo (?=8|11\b|o)", "u "),
        (r"\by (?=i)", "e "),
        (r"\bel primavera", "la primavera"),
    ),
    "it": (
        (r"\b(a|da|de)l primavera", r"\1lla primavera"),
        (r"\bil primavera", "la primavera"),
        (r"\b(a|da|de)l (?=8|11\b|[aei])", r"\1ll’"),
        (r"\bil (?=8|11\b|[aei])", "l’"),
        (r"\ba (?=a)", "ad "),
    ),
    "pt": ((r"\b(d?)o primavera", r"\1a primavera"),),
    # The quarter comes before its number, "and" is written onto the next word, the comma turns.
    "ar": (
        (r"(الأول|الثاني|الثالث|الرابع) (الربع|الثلث|النصف)", r"\2 \1"),
        (r" و (?=\S)", " و"),
        (r", ", "، "),
        (r"; ", "؛ "),
    ),
}
