"""Languages by their codes (ISO 639-1, 639-2), as a front desk calls them."""

_NAMES = """
am amh Amharic; ar ara Arabic; bn ben Bengali; bs bos Bosnian; zh chi Chinese; zh zho Chinese; hr hrv
Croatian; cs ces Czech; cs cze Czech; da dan Danish; nl nld Dutch; nl dut Dutch; en eng English; fa fas
Persian; fa per Persian; fi fin Finnish; fr fra French; fr fre French; de deu German; de ger German; el ell
Greek; el gre Greek; gu guj Gujarati; ht hat Haitian Creole; he heb Hebrew; hi hin Hindi; hu hun Hungarian; it
ita Italian; ja jpn Japanese; km khm Khmer; ko kor Korean; lo lao Lao; ne nep Nepali; no nor Norwegian; pa pan
Punjabi; ps pus Pashto; pl pol Polish; pt por Portuguese; ro ron Romanian; ru rus Russian; sr srp Serbian; so
som Somali; es spa Spanish; sw swa Swahili; sv swe Swedish; tl tgl Tagalog; ta tam Tamil; te tel Telugu; th
tha Thai; ti tir Tigrinya; tr tur Turkish; uk ukr Ukrainian; ur urd Urdu; vi vie Vietnamese; yi yid Yiddish;
ase sgn Sign language
"""

LANGUAGES: dict[str, str] = {
    code: name
    for short, code_of_three, name in (each.split(maxsplit=2) for each in _NAMES.split(";"))
    for code in (short, code_of_three)
}
"""English names of languages by code."""


def language_named(code: str, name: str) -> str:
    """What a language is called here: by its code if that is known, else by its name, else the code."""
    return LANGUAGES.get(code.lower().partition("-")[0], "") or name or code
