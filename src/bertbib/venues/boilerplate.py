"""What stands around a venue's name and is no part of it: years, ordinals, dates, places, sponsors, volumes."""

from __future__ import annotations

import re
from functools import lru_cache

_CONFERENCE = "conf symp meet congr colloq convention conv conferenza konferenz tagung jahrestagung kongress symposion"
CONFERENCE = frozenset(_CONFERENCE.split())
"""Words that call an event a conference, in their compared form."""

WORKSHOP = frozenset({"worksh", "ws", "atelier"})

KINDS = CONFERENCE | WORKSHOP

_ORGANISATIONS = (
    "ieee acm cvf rsj usenix siam ifip iee iet ras iapr eurasip eacsl ccf ima w3c comsoc spec sigda sigbed sigapp "
    "sigop sigops sigplan sigact sigsoft sigmod sigkdd sigchi sigmm sigarch sigevo sigai sigaccess sigca sigite sigsac "
    "siggroup sigmobile sigsim sigmicro signll sigdat sigmetric sigir siggraph wic vgtc edac iacr tc13 afnlp"
)
ORGANISATIONS = frozenset(_ORGANISATIONS.split())
"""Sponsors, which come and go from year to year."""

_ONES = "first second third fourth fifth sixth seventh eighth eigth ninth nineth"
_TEENS = (
    "tenth eleventh twelfth twelveth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
    "twentieth thirtieth fortieth fourtieth fiftieth sixtieth seventieth eightieth ninetieth hundredth"
)
_TENS = "twenty thirty forty fourty fifty sixty seventy eighty ninety"
ORDINALS = frozenset(f"{_ONES} {_TEENS} {_TENS}".split()) | {
    tens + ones for tens in _TENS.split() for ones in _ONES.split()
}
CARDINALS = frozenset(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
"""Small numbers in words, which are none of a name's words behind a ten's: ``Thirty-eight Conference``."""

TENS = frozenset(_TENS.split())
_NUMBERED = r"\d+(?:st|nd|rd|th|eme)?|(?:x{0,3}(?:ix|iv|v?i{0,3}))(?:th|st|nd|rd)"
ROMAN = r"(?=[ivxl]{2,})x{0,4}l?x{0,3}(?:ix|iv|v?i{0,3})"

_MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
MONTHS = frozenset(_MONTHS.split())
_EXTRAS = (
    "proc procs proceed annu bienn biennial online volume vol volumes no pp issue number paper papers pap full long "
    "short technical main track revised selected accepted oral spotlight poster highlight notable presentation digest "
    "record sess submitted accept publ published st nd rd th part pt edition ed abstracts appear award best honorable "
    "mention outstanding virtual event hybrid abstr dig rec sel tech"
)
EXTRAS = frozenset(_EXTRAS.split())
"""Words of proceedings, and their compared forms, that do not tell venues apart."""


@lru_cache(maxsize=16384)
def is_number(word: str) -> bool:
    """Whether a compared word is a year, a number or an ordinal (``27th``, ``twentysecond``, ``xith``)."""
    if word.endswith(("eenth", "ieth", "elfth")):
        return True
    if word[0] in "xvil" and re.fullmatch(ROMAN, word):
        return True
    return word in ORDINALS or (word[0] in "0123456789xvi" and re.fullmatch(_NUMBERED, word) is not None)


_COUNTRIES = """Argentina|Australia|Austria|Bangladesh|Belgium|Brazil|Bulgaria|Canada|Chile|China|PR China|P R China
Colombia|Costa Rica|Croatia|Cuba|Cyprus|Czech Republic|Czechia|Denmark|Dominican Republic|Ecuador|Egypt|England|Estonia
Finland|France|Germany|Greece|Hong Kong|Hungary|Iceland|India|Indonesia|Iran|Ireland|Israel|Italy|Jamaica|Japan
Jordan|Kenya|Korea|South Korea|Republic of Korea|Latvia|Lebanon|Lithuania|Luxembourg|Macau|Macao|Malaysia|Malta
Mexico|Monaco|Morocco|Netherlands|The Netherlands|New Zealand|Nigeria|Norway|Online|Pakistan|Peru|Philippines
Poland|Portugal|Puerto Rico|Qatar|Romania|Russia|Rwanda|Saudi Arabia|Scotland|Senegal|Serbia|Singapore|Slovakia
Slovenia|South Africa|Spain|Sri Lanka|Sweden|Switzerland|Taiwan|Tanzania|Thailand|Tunisia|Turkey|Türkiye
UK|US|USA|UAE|United Arab Emirates|Ukraine|United Kingdom|United States
United States of America|Uruguay|Venezuela|Vietnam|Viet Nam|Wales|Ethiopia|Virtual|Virtual Event
Virtual Conference|Virtual Only|AL|AZ|BC|CA|CO|CT|DC|FL|GA|HI|IL|LA|MA|MD|MI|MN|MO|NC|NH|NJ|NM|NV|NY|OH|OR|ON|PA
QC|RI|SC|TN|TX|UT|VA|WA|WI|NSW|Alabama|Alaska|Arizona|California|Colorado|Connecticut|Florida|Georgia|Hawaii
Illinois|Louisiana|Massachusetts|Maryland|Michigan|Minnesota|Missouri|Nevada|New Jersey|New Mexico|New York
North Carolina|Ohio|Oregon|Pennsylvania|Tennessee|Texas|Utah|Virginia|Washington|Wisconsin|British Columbia
Ontario|Quebec|Québec|Victoria|Queensland|Washington DC"""
_CITIES = """Abu Dhabi|Amsterdam|Ann Arbor|Athens|Atlanta|Auckland|Austin|Baltimore|Bangalore|Bangkok|Barcelona|Beijing
Berkeley|Berlin|Bologna|Bonn|Boston|Boulder|Brighton|Brisbane|Bristol|Brussels|Bucharest|Budapest|Buenos Aires
Cambridge|Cape Town|Chicago|Copenhagen|Dallas|Darmstadt|Denver|Detroit|Doha|Dresden|Dublin|Edinburgh|Florence
Geneva|Glasgow|Gothenburg|Granada|Graz|Haifa|Hamburg|Hangzhou|Hannover|Helsinki|Hiroshima|Honolulu|Houston
Hyderabad|Istanbul|Jeju|Jeju Island|Jerusalem|Karlsruhe|Kobe|Kyoto|Las Vegas|Lausanne|Leuven|Lille|Linz|Lisbon
Lisboa|Ljubljana|London|Long Beach|Los Angeles|Lugano|Lyon|Madrid|Malaga|Manchester|Marrakech|Marseille
Melbourne|Mexico City|Miami|Milan|Minneapolis|Montpellier|Montreal|Montréal|Moscow|Mumbai|Munich|Nagoya|Nanjing
Nara|Naples|Nashville|New Delhi|New Orleans|Nice|Oslo|Orlando|Osaka|Ottawa|Oxford|Paris|Philadelphia|Phoenix
Pisa|Pittsburgh|Portland|Porto|Prague|Punta Cana|Raleigh|Reykjavik|Rio de Janeiro|Rome|Rotterdam|Salt Lake City
San Antonio|San Diego|San Francisco|San Jose|San Juan|Santa Barbara|Santa Clara|Santa Fe|Santiago|Sao Paulo
Sapporo|Seattle|Seoul|Seville|Shanghai|Shenzhen|Sofia|Stanford|St Louis|Stockholm|Stuttgart|Suntec|Sydney
Taipei|Tallinn|Tampere|Tel Aviv|Thessaloniki|Tokyo|Toronto|Toulouse|Trento|Trondheim|Turin|Torino|Uppsala
Utrecht|Valencia|Vancouver|Venice|Vienna|Vilnius|Warsaw|Wien|Wuhan|Yokohama|Zagreb|Zurich|Zürich"""
_REGIONS = frozenset(_COUNTRIES.replace("\n", "|").split("|"))
_PLACES = frozenset(name.casefold() for name in (_COUNTRIES + "|" + _CITIES).replace("\n", "|").split("|"))
PLACE_BEGINNINGS = frozenset(name.split(" ")[0] for name in _PLACES)
"""The first words of places in small letters: what begins otherwise is none."""
_CATALOGUED = (
    "n y|lond|london england|berl|camb|camb mass|oxf|oxford england|wash d c|washington d c|baltim|baltim md|amst"
    "|amsterdam netherlands|basel|basel switzerland|stuttg|heidelb|edinb|phila pa|philadelphia pa|bethesda md"
    "|clin res ed|clinical research ed|engl ed|new york n y|new york ny|los angel|los angeles calif|san franc|paris"
    "|par|mosk|madr|barc|copenh|chic|chicago ill|bost|syd|melb|dordr|weinh|weinheim|tokyo|bp|praha|brux|noisy le grand"
    "|elmsford n y|auckl|auckl n z|u k|uk|usa|u s a|print|online|cambridge england|cambridge mass|boston mass|wien"
)
CATALOGUED = frozenset(_CATALOGUED.split("|"))
"""What the National Library of Medicine puts in brackets behind titles that others bear too: place or edition.

https://www.ncbi.nlm.nih.gov/nlmcatalog/journals
"""
_CODE = 3
"""Letters of the codes of countries and states: they are such only in capitals, ``OR`` and not "or"."""


def is_place(text: str) -> bool:
    """Whether a part of a venue is a city, a region or a country, or says that the event was held online."""
    pieces = (piece.replace(".", "").strip() for piece in text.replace("/", ",").split(","))
    return all(piece in _REGIONS if len(piece) <= _CODE else piece.casefold() in _PLACES for piece in pieces if piece)


def is_region(text: str) -> bool:
    """Whether a part of a venue is a region or a country, before which a city stands."""
    return text.replace(".", "").strip() in _REGIONS
