"""Language tags (BCP 47, RFC 5646): whether one is formed right, and its parts are registered.

Of languages with three letters, variants and extensions only the form is known here; languages of
two letters, scripts and countries are compared with the registry (as of 2026).
"""

import re
from typing import NamedTuple

_FORM = re.compile(
    r"(?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{5,8})"
    r"(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?P<extensions>(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*)(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+",
    re.IGNORECASE,
)


def _words(text: str) -> list[str]:
    return text.split()


_OLD = frozenset(
    _words(
        """
art-lojban cel-gaulish en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo
i-navajo i-pwn i-tao i-tay i-tsu no-bok no-nyn sgn-be-fr sgn-be-nl sgn-ch-de zh-guoyu zh-hakka
zh-min zh-min-nan zh-xiang
"""
    )
)
_LANGUAGES = frozenset(
    _words(
        """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz
ia id ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la
lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj
om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv
sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
    )
)
_SCRIPTS = frozenset(
    _words(
        """
adlm afak aghb ahom arab aran armi armn avst bali bamu bass batk beng bhks blis bopo brah brai
bugi buhd cakm cans cari cham cher chis chrs cirt copt cpmn cprt cyrl cyrs deva diak dogr dsrt
dupl egyd egyh egyp elba elym ethi gara geok geor glag gong gonm goth gran grek gujr gukh guru
hanb hang hani hano hans hant hatr hebr hira hluw hmng hmnp hrkt hung inds ital jamo java jpan
jurc kali kana kawi khar khmr khoj kitl kits knda kore kpel krai kthi lana laoo latf latg latn
leke lepc limb lina linb lisu loma lyci lydi mahj maka mand mani marc maya medf mend merc mero
mlym modi mong moon mroo mtei mult mymr nagm nand narb nbat newa nkdb nkgb nkoo nshu ogam olck
onao orkh orya osge osma ougr palm pauc pcun pelm perm phag phli phlp phlv phnx piqd plrd prti
psin ranj rjng rohg roro runr samr sara sarb saur sgnw shaw shrd shui sidd sidt sind sinh sogd
sogo sora soyo sund sunu sylo syrc syre syrj syrn tagb takr tale talu taml tang tavt tayo telu
teng tfng tglg thaa thai tibt tirh tnsa todr tols toto tutg ugar vaii visp vith wara wcho wole
xpeo xsux yezi yiii zanb zinh zmth zsye zsym zxxx zyyy zzzz
"""
    )
)
_REGIONS = frozenset(
    _words(
        """
aa ac ad ae af ag ai al am an ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo
bq br bs bt bu bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cp cq cr cs cu cv cw cx cy cz dd
de dg dj dk dm do dz ea ec ee eg eh er es et eu ez fi fj fk fm fo fr fx ga gb gd ge gf gg gh gi
gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu ic id ie il im in io iq ir is it je jm jo jp
ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm
mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nt nu nz om pa pe pf pg ph
pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st
su sv sx sy sz ta tc td tf tg th tj tk tl tm tn to tp tr tt tv tw tz ua ug um un us uy uz va vc
ve vg vi vn vu wf ws yd ye yt yu za zm zr zw zz
"""
    )
)
_SHORTER = dict(
    pair.split("=")
    for pair in _words(
        """
afr=af alb=sq ara=ar baq=eu ben=bn bul=bg cat=ca ces=cs chi=zh cym=cy cze=cs dan=da deu=de
dut=nl ell=el eng=en est=et eus=eu fas=fa fin=fi fra=fr fre=fr ger=de gle=ga glg=gl gre=el
heb=he hin=hi hrv=hr hun=hu ice=is ind=id isl=is ita=it jpn=ja kor=ko lat=la lav=lv lit=lt
mac=mk may=ms mkd=mk msa=ms nld=nl nor=no per=fa pol=pl por=pt ron=ro rum=ro rus=ru slk=sk
slo=sk slv=sl spa=es sqi=sq srp=sr swa=sw swe=sv tgl=tl tha=th tur=tr ukr=uk urd=ur vie=vi
wel=cy zho=zh
"""
    )
)
_COUNTRIES_AS_LANGUAGES = {"cz": "cs", "dk": "da", "gr": "el", "jp": "ja", "cn": "zh", "ua": "uk"}
_EVERYDAY = {"uk": "GB", "en": "GB", "el": "GR"}


class Fault(NamedTuple):
    """What is wrong with a tag, in words, and the tag that may be meant ("" if none is known)."""

    message: str
    instead: str = ""


def fault(tag: str) -> Fault | None:
    """Why a text is no language tag; None if it is one."""
    match = _FORM.fullmatch(tag)
    if tag.lower() in _OLD:
        return None
    if not match:
        return Fault("is not formed as a language tag", _dashed(tag))
    language = (match["language"] or "").lower().partition("-")[0]
    script, region = (match["script"] or "").lower(), (match["region"] or "").lower()
    rest = tag[len(language) :]
    if len(language) == 2 and language not in _LANGUAGES:
        known = _COUNTRIES_AS_LANGUAGES.get(language, "")
        return Fault(f"begins with {language}, which is no language", known and known + rest)
    if language in _SHORTER:
        return Fault(f"has a shorter code for {language}", _SHORTER[language] + rest)
    if len(language) > 3:
        return Fault(f"begins with {language}, which is no language")
    if script and script not in _SCRIPTS:
        return Fault(f"names {match['script']}, which is no script")
    if len(region) == 2 and region not in _REGIONS:
        return _no_country(tag, match["region"])
    return None


def _no_country(tag: str, region: str) -> Fault:
    known = _EVERYDAY.get(region.lower(), "")
    instead = re.sub(f"-{region}(?=-|$)", f"-{known}", tag, count=1) if known else ""
    return Fault(f"names {region}, which is no country's code", instead)


def _dashed(tag: str) -> str:
    """en_GB as en-GB, en_UK as en-GB; "" if no dash makes it a tag."""
    dashed = tag.partition(".")[0].replace("_", "-")
    found = fault(dashed) if dashed != tag else None
    return found.instead if found else dashed if dashed != tag else ""
