"""Words that a small correction can turn a sentence round with: negations, numbers, small words.

By language; a language that is not here gets all of them. Forms are lower case and folded.
"""

from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATIONS: Mapping[str, frozenset[str]] = {
    "en": _words("""
        no not never none nobody nothing nowhere neither nor without cannot non hardly scarcely
        barely ain't aren't can't couldn't daren't didn't doesn't don't hadn't hasn't haven't isn't
        mightn't mustn't needn't shan't shouldn't wasn't weren't won't wouldn't unless except
    """),
    "de": _words("""
        nicht nichts nie niemals niemand niemandem niemanden niemandes nirgends nirgendwo kein
        keine keinem keinen keiner keines keinerlei keineswegs keinesfalls weder noch ohne außer
        nein kaum
    """),
    "fr": _words("""
        ne n' n non pas point jamais aucun aucune aucuns aucunes nul nulle nuls nulles rien
        personne sans ni guère plus nullement aucunement sauf
    """),
    "es": _words("""
        no nunca jamás nada nadie ningún ninguno ninguna ningunos ningunas sin ni tampoco apenas
        excepto salvo
    """),
    "it": _words("""
        non no mai niente nulla nessun nessuno nessuna senza né neanche nemmeno neppure affatto
        tranne
    """),
    "nl": _words("""
        niet niets nooit niemand nergens geen geenszins zonder noch nimmer nee neen nauwelijks
        behalve
    """),
    "pt": _words("""
        não nunca jamais nada ninguém nenhum nenhuma nenhuns nenhumas sem nem tampouco exceto salvo
    """),
}

PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "non-", "mis", "de", "a", "ab", "des", "dé")
"""What turns a word round when it is put before it: legal, illegal; schuldig, unschuldig."""

SUFFIXES = ("less", "los")
"""What turns a word round behind it: harmful, harmless."""

NUMBERS = _words("""
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred hundreds thousand thousands million millions billion billions trillion trillions dozen
    dozens score scores half halves quarter quarters thirds fourths fifths tenth tenths first
    second third fourth fifth sixth seventh eighth ninth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth
    sixtieth seventieth eightieth ninetieth hundredth thousandth millionth once twice thrice single
    double triple both pair couple few several many most all
""")
"""English words for numbers and amounts."""

DATES = _words("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december today yesterday tomorrow ago last next day days
    week weeks month months year years decade decades century centuries hour hours minute minutes
    morning noon afternoon evening night midnight before after until since
""")
"""English words for times; the names of months in other languages stand in `date_languages`."""

DOUBTS = _words("""
    alleged allegedly allegation allegations alleges accused accuses claimed claims claim
    reportedly supposed supposedly suspected suspect apparent apparently perhaps maybe possibly
    probably presumed presumably said says angeblich angebliche angeblicher mutmaßlich mutmaßliche
    mutmaßlicher vermutlich wohl soll sollen présumé présumée présumés prétendument selon aurait
    auraient presunto presunta supuesto supuesta presuntamente supuestamente según habría presunti
    presunte sarebbe avrebbe secondo vermeend vermeende vermoedelijk vermoedelijke zou zouden
    suposto suposta alegado alegada alegadamente supostamente teria segundo
""")
"""Words that say that somebody else vouches for a thing, or that nobody does."""

SMALL: Mapping[str, frozenset[str]] = {
    "en": _words("""
        a an the this that these those he she it they we you his her its their our my your who
        which what when where why how and or but so yet for in on at by to of from with as if while
        is are was were be been has have had do does did will would can could may might shall
        should must there here then thus also even only just
    """),
    "de": _words("""
        der die das den dem des ein eine einen einem einer eines und oder aber er sie es wir ich in
        im an am auf aus bei mit nach von vom zu zum zur für als wenn wie ist war sind waren hat
        hatte
    """),
    "fr": _words("""
        le la les un une du de des et ou mais il elle ils elles on nous je ce cet cette ces en à au
        aux dans par pour sur avec est était sont a avait qui que
    """),
    "es": _words("""
        el la los las lo un una unos unas y e o u pero él ella ellos ellas en a al de del por para
        con es era son fue ha había que se su sus
    """),
    "it": _words("""
        il lo la i gli le un uno una e ed o ma egli ella essi in a al alla di del della da dal per
        con è era sono ha aveva che si suo sua
    """),
    "nl": _words("""
        de het een en of maar hij zij ze wij ik in op aan bij met naar van te voor als is was zijn
        waren heeft had die dat deze dit
    """),
    "pt": _words("""
        o a os as um uma uns umas e ou mas ele ela eles elas em no na de do da dos das por para com
        é era são foi tem tinha que se seu sua
    """),
}
"""Words that begin a sentence with a capital letter and are no names."""
