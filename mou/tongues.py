"""What the cutter, the checks and the masks must know of a language: its abbreviations, numerals, months, units, negations.

Reading replies has its own vocabularies (`mou/reply/words.py`); these serve the comparison of two sentences. A language
without a table here still has its digits, URLs, codes and acronyms compared. Word lists are written as lines, a space
between two entries and `_` for the space inside one.
"""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of one language, lower case.

    `optional` numerals also serve as articles or ordinals: they may answer a number but need no answer. `joiners` may stand
    inside a number, or between it and its unit. `dollar` is the currency a bare "$" means. `day_first` tells how 03/04/2026
    is read; `dates` are the ways to write one: in full, without year, without day. `neutral` phrases hold a negative word
    and deny nothing; `mild` ones deny without a negative word. `small_words` stand in this language and in no other of the
    tables; `spelt` is found in longer words that look like no other's.
    """

    months: tuple[str, ...] = ()
    numerals: dict[str, int] = field(default_factory=dict)
    optional: dict[str, int] = field(default_factory=dict)
    scales: dict[str, int] = field(default_factory=dict)
    joiners: tuple[str, ...] = ()
    units: dict[str, str] = field(default_factory=dict)
    currencies: dict[str, str] = field(default_factory=dict)
    dollar: str = "$"
    day_first: bool = False
    dates: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    mild: tuple[str, ...] = ()
    small_words: frozenset[str] = frozenset()
    spelt: re.Pattern[str] | None = None


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for line in lines for word in line.split())


def _pairs(*lines: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in _words(*lines))


def _values(*lines: str) -> dict[str, int]:
    return {word: int(value) for word, value in _pairs(*lines).items()}


def _series(start: int, step: int, line: str) -> dict[str, int]:
    return {word: start + step * index for index, word in enumerate(_words(line))}


_SYMBOLS = {one: one for one in _words("% km m cm mm ha kg g t mi ft lb l ppm ppb mw kw gw kwh mwh gwh km/h °c °f")} | _pairs(
    "ft²=ft² mi²=mi² km2=km² km²=km² m2=m² m²=m² m3=m³ m³=m³ µg/m³=µg/m³ µg/m3=µg/m³ μg/m³=µg/m³ μg/m3=µg/m³ ug/m3=µg/m³"
)
_CURRENCIES = _pairs("usd=USD us$=USD mxn=MXN mx$=MXN eur=EUR €=EUR euros=EUR pesos=MXN m.n.=MXN")

_ENGLISH = Tongue(
    months=_words("january february march april may june july august september october november december"),
    numerals=_series(2, 1, "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen")
    | _series(17, 1, "seventeen eighteen nineteen")
    | _series(20, 10, "twenty thirty forty fifty sixty seventy eighty ninety")
    | {"zero": 0},
    optional=_values("a=1 an=1 one=1 both=2 half=2 dozen=12")
    | _series(1, 1, "first second third fourth fifth sixth seventh eighth ninth tenth"),
    scales={"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12},
    joiners=("and", "-", "of"),
    units=_SYMBOLS
    | _pairs("percent=% per_cent=% hectares=ha hectare=ha acres=acre acre=acre metric_tons=t tons=t ton=t tonnes=t tonne=t")
    | _pairs("miles=mi mile=mi kilometers=km kilometres=km kilometer=km meters=m metres=m feet=ft pounds=lb kilograms=kg")
    | _pairs("liters=l litres=l gallons=gal gallon=gal hours=h hour=h days=d day=d weeks=wk week=wk months=mo month=mo")
    | _pairs("years=y year=y minutes=min minute=min degrees=°")
    | _pairs("square_meters=m² square_metres=m² square_kilometers=km² square_kilometres=km² square_miles=mi² square_feet=ft²")
    | _pairs("cubic_meters=m³ cubic_metres=m³"),
    currencies=_CURRENCIES | _pairs("u.s._dollars=USD us_dollars=USD dollars=USD mexican_pesos=MXN"),
    dollar="USD",
    dates=("{Month} {day}, {year}", "{Month} {day}", "{Month} {year}"),
    negations=_words("not no none never nobody nothing neither nor nowhere without cannot"),
    neutral=_words("no_later_than no_less_than no_fewer_than no_more_than not_only whether_or_not last_but_not_least"),
    mild=_words("fail_to fails_to failed_to failing_to unable lack lacks lacked lacking hardly non free pending yet until"),
    small_words=frozenset(
        _words(
            "the of and to for with from by on at in into is are was were be been being have had will would can could",
            "should may this these those that their its it they them which who what how we our us or but as not than then",
            "there after before during between about because when where while each all any some both more other only also",
            "if so such under over against within since until still yet per now many do does did her him his she you your",
        )
    ),
    spelt=re.compile(r"w|k|th|sh|ght|(?:ing|tions?|sions?|ly|\w\wed|ness|ments?)$"),
)

_SPANISH = Tongue(
    months=_words("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
    numerals=_series(2, 1, "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis")
    | _series(17, 1, "diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco")
    | _series(26, 1, "veintiséis veintisiete veintiocho veintinueve")
    | _series(30, 10, "treinta cuarenta cincuenta sesenta setenta ochenta noventa")
    | _values("cero=0 mil=1000 veintiún=21 veintiuna=21 cien=100 ciento=100 doscientos=200 doscientas=200 trescientos=300")
    | _values("trescientas=300 cuatrocientos=400 cuatrocientas=400 quinientos=500 quinientas=500 seiscientos=600")
    | _values("seiscientas=600 setecientos=700 setecientas=700 ochocientos=800 ochocientas=800 novecientos=900"),
    optional=_values("un=1 una=1 uno=1 ambos=2 ambas=2 medio=2 mitad=2 docena=12 primer=1 tercer=3")
    | _series(1, 1, "primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo")
    | _series(1, 1, "primera segunda tercera cuarta quinta sexta séptima octava novena décima"),
    scales={"mil": 10**3, "millón": 10**6, "millones": 10**6, "billón": 10**12, "billones": 10**12},
    joiners=("y", "-", "de", "del"),
    units=_SYMBOLS
    | _pairs("por_ciento=% hectáreas=ha hectárea=ha acres=acre acre=acre toneladas_métricas=t toneladas=t tonelada=t")
    | _pairs("millas=mi milla=mi kilómetros=km kilómetro=km metros=m pies=ft libras=lb kilogramos=kg litros=l")
    | _pairs("galones=gal galón=gal horas=h hora=h días=d día=d semanas=wk semana=wk meses=mo mes=mo años=y año=y")
    | _pairs("minutos=min minuto=min grados=° metros_cuadrados=m² kilómetros_cuadrados=km² millas_cuadradas=mi²")
    | _pairs("pies_cuadrados=ft² metros_cúbicos=m³"),
    currencies=_CURRENCIES | _pairs("dólares_estadounidenses=USD dólares=USD pesos_mexicanos=MXN moneda_nacional=MXN"),
    dollar="MXN",
    day_first=True,
    dates=("{day} de {month} de {year}", "{day} de {month}", "{month} de {year}"),
    negations=_words("no ningún ninguno ninguna nunca jamás nadie nada ni tampoco sin"),
    neutral=_words("no_obstante sin_embargo sin_duda no_sólo no_solo no_solamente no_más_tarde no_menos_de no_más_de"),
    mild=_words("falta faltó faltan carece carecen apenas libre pendiente pendientes hasta todavía aún"),
    small_words=frozenset(
        _words(
            "el la los las lo le les del de al un una y en que con por para se su sus ni son fue fueron ser será serán ha",
            "han había hubo está están este esta estos estas ese esa como más pero sobre entre desde hasta cuando donde",
            "mientras cada todos todas ambos ambas otro otra otros otras también ya muy si porque durante tras ante según",
            "nos nuestro nuestra nuestros nuestras",
        )
    ),
    spelt=re.compile(r"[áéíóúñ]|(?:ciones|siones|[ai]d[oa]s?|[ae]ron|mente|amos|ando|endo)$"),
)

TONGUES = {"en": _ENGLISH, "es": _SPANISH}

# Abbreviations after which a sentence goes on, of every language we know: the cutter is not told the language.
NEVER_ENDS = frozenset(
    _words(
        "mr mrs ms dr dra drs sr sra srta ing lic arq mtro mtra prof gov hon st vs e.g i.e cf p.ej ej aprox approx",
        "av avda blvd u.s u.n ee uu ee.uu d.c gral dept depto edo c.p s.a",
    )
)
# …those after which it goes on only to a number ("no. 4", "mar. 31"), being words of their own otherwise…
BEFORE_NUMBER = frozenset(
    _words(
        "no nos núm nums núms nº n.º art arts sec fig figs vol cap p pp pág págs tel ext",
        "jan feb mar apr jun jul aug sep sept oct nov dec ene abr ago dic",
    )
)
# …and those that may also be a sentence's last word: a capital letter after them starts a new one.
MAY_END = frozenset(_words("etc al a.m p.m m n inc ltd corp jr"))

# Short forms that differ by language, by the form in which we compare them.
SAME_SHORT_FORM = _pairs(
    "EE._UU.=US EE.UU.=US EE_UU=US EUA=US E.U.A.=US U.S.=US U.S.A.=US USA=US GEI=GHG ONU=UN U.N.=UN ONG=NGO COV=VOC UE=EU",
    "DAB=OBD MDE=MOU T1=Q1 T2=Q2 T3=Q3 T4=Q4",
)
