"""What stands around a person's name: the patterns and small words that engine/names.py reads."""

import re

FLAGS = re.IGNORECASE | re.VERBOSE


def words_in(text: str) -> frozenset[str]:
    return frozenset(text.split())


KIN = """(?:husband|wife|partner|colleague|co-?worker|friend|girlfriend|boyfriend|brother|sister|mum|mom|mother|dad
    |father|son|daughter|boss|neighbou?r|flatmate|roommate|housemate|assistant|secretary|manager|grandma|granny|grandad|aunt|auntie|uncle
    |cousin|niece|nephew|fianc[ée]e?|landlord|landlady|receptionist|caretaker|mate|pal|buddy|cleaner|carer|nanny|tenant|girl|guy|lady|gentleman|man|woman|person)"""

# What follows is a name unless it is an ordinary word.
CERTAIN = re.compile(
    r"""(?<!\w)(?:
      named | name\son\s(?:the|my|that)\s\w+(?:\s(?:is|was|says)|\s?:) |
      (?:sur|first|last|full|family|given|user|nick)?\s?names?(?:['’]?s)?
        (?:\s(?:is|was|should\sbe|must\sbe|on\sit\sis|on\sthe\s\w+\sis))?\s*[:=?\-,]?
    | in\sthe\sname\sof | under\sthe\sname(?:\sof)? | on\sbehalf\sof | attn[.:]? | attention: | c/o | addressed\sto
    | registered\s(?:to|under|for|on) | (?:account|card|cc|policy)\s?holder(?:\sis)?:?
    | (?:recipient|contact|customer|client|from|signed|sender|to|account|addressee|buyer)\s?:
    | (?:user\s?name|login)\sis | (?:to\sthe\s)?attention\sof | recipient(?:\sis)? | for\s?:
    | made\sout\sto | signed(?:\sfor)?(?:\sby)? | called | i\sgo\sby | calls?\sme | put\sit\sunder | goes\sby
    | spell(?:ed|t|ing)?(?:\s(?:it|is|as|that))*\s?:?
    | mijn\snaam\sis | ik\sheet | ich\shei(?:ß|ss)e | mein\sname\sist | je\sm['’]appelle | j(?:eg|ag)\s(?:hedder|heter)
    | me\sllamo | mi\schiamo | ben(?:im)?\sad[ıi]m | ad[ıi]m | nazywam\ssi[eę] | mi\snombre\ses | navn: | naam:
    )\s*['"“]?(?=\w)""",
    FLAGS,
)
TITLE = re.compile(
    r"""(?<![\w.])(?:mr|mrs|ms|miss|mx|dr|prof|herr|hr|frau|fr|fru|mevrouw|mevr|mw|dhr|meneer|señora?|senora?|sra?|sig|signora?|ing
    |monsieur|madame|mme|bay|bayan|pan|pani|familie|family|fam|professor|doctor|nurse|auntie|uncle)(?:\.\s?|\s)(?=\w)""",
    FLAGS,
)
# A title that is no word of its own: even an ordinary word behind it is a name ("mrs fields").
SURE_TITLE = re.compile(r"(?:mr|mrs|herr|frau|mevrouw|mevr|dhr|monsieur|señora?)\.?\s$", re.IGNORECASE)
# After these, too, unless the name itself is spoken of.
OWN_NAME = re.compile(
    r"(?:my\s(?:first\s|last\s|full\s|sur|family\s)?names?(?:['’]?s|\sis|:)|mein\sname\sist|mijn\snaam\sis|ik\sheet|i\sgo\sby)\s*:?\s*$",
    re.IGNORECASE,
)
OF_NAMES = words_in(
    """wrong missing misspelled mispelled misspelt incorrect different spelled spelt written correct right printed
    only used"""
)
TITLES = words_in(
    """fam familie family hr fr mw sr sra ing mag mme doctor professor mr mrs ms miss mx dr prof herr frau fru
    mevrouw mevr dhr meneer señor señora monsieur madame"""
)
BEHIND_KIN = re.compile(rf"{KIN},?\s+$", FLAGS)
# What follows is a name if a list has it, or if no dictionary has it.
LIKELY = re.compile(
    rf"""(?<!\w)(?:(?:it['’]?s|th(?:is|at)\sis)\sfor | (?:it|that)(?:['’]?s|\sis)\s(?:just\s)?me(?:\sagain)?,?
    | (?:is|one|parcel|order|package|gift|present|refund)\sfor
    | i['’]?m | i\sam
    | (?:out|addressed|shipped|sent|given)\sto | (?:who|that)\s(?:\w+\s)?(?:is|was) | change
    | it['’]?s | it\sis | this\sis | th(?:at|is)\swas | here\sis
    | here['’]s | is\sthat\syou
    | (?:spoke|talked|speak|talk|talking|spoken|wrote|written|chatted|chatting)\s(?:to|with) | ask(?:ed)?\sfor
    | hi | hello | hey | hej | hallo | hiya | dear | hoi | hola | bonjour | moin
    | (?:my|our|her|his|the|your|a|some)\s(?:\w+\s)?{KIN},? | technician,? | agent
    | (?:love|regards|greetings|wishes|best)\sfrom
    | deliver(?:ed|y)?\sto | (?:book|order|pai?d|sign|sent)(?:ed)?\sby
    | (?:we['’]?re|we\sare|regards\sfrom|love\sfrom)\sthe | r(?:i|a)ng(?:\s\w+){{0,2}}\sat | bell: | bell(?:\sit)?\ssays
    | klingel(?:n)?(?:\ssie)?\sbei
    | belongs\sto | (?:invoice|label|parcel|receipt|bill|box)\s(?:should\s)?(?:says?|said) | under
    )\s+(?=\w)""",
    FLAGS,
)
ASKED = re.compile(
    r"(?<!\w)(?:ask(?:ed)?|tell|told|give\sit\sto|gave\sit\sto|(?:spoke|talked|speak|talk)\s(?:to|with)|ask(?:ed)?\sfor)\s(?=\w)",
    re.I,
)
TO_SOMEBODY = re.compile(r"(?<!\w)(?:for|to|by|with|ask|tell|and|or|customer|from|&)\s(?=\w)", re.IGNORECASE)
SIGNED = re.compile(
    r"""(?:(?<!\w)(?:cheers | thanks(?:\sagain|\sa\slot|\sin\sadvance|\sso\smuch|\sfor\s\w+)? | thank\syou | thx | ta
    | (?:best|kind(?:est)?|warm(?:est)?|many)?\s?(?:regards|greetings|wishes|thanks) | best | br | kr | rgds
    | (?:yours\s)?(?:sincerely|faithfully|truly)(?:\syours)?
    | yours | love | take\scare | bye | mfg | mit\sfreundlichen\sgrüßen
    | (?:viele\s|liebe\s|met\svriendelijke\s)?(?:grüße|gruesse|groeten|groetjes|groet|gruß) | lg | vg
    | mvh | (?:med\svennlig\s|venlig\s)?hilsen | hälsningar | saludos | cordialement | saluti | pozdrawiam
    | xx+ | xo | xoxo
    | signed | sent\sfrom\smy\s\w+)(?:\s*[,.!\n–-]+|\s) | \n | (?:^|[.!?])\s*[–-])\s*[–-]?\s*(?=\w)""",
    FLAGS,
)
SET_OFF = re.compile(r"[,.!\n–-]")
# "S-C-H-M-I-D-T", "a n n a"
LETTER_BY_LETTER = re.compile(r"(?<![\w.-])[^\W\d_](?:(?P<gap> {1,2}|-|\. ?)[^\W\d_](?![\w])){3,}")
# Behind these stands a name and nothing else, whatever it is: "kind regards bev".
CLOSING = re.compile(
    r"(?:regards|greetings|wishes|sincerely|faithfully|truly|grüßen?|gruesse|groet(?:en|jes)?|gruß|hilsen|hälsningar)[\s,.!–-]*$",
    re.IGNORECASE,
)
# Behind a name that is an everyday word too, at the start of what somebody says.
AFTER_ANY_CASE = re.compile(
    r"(?:\s(?-i:[A-Z])\.)?,?\s(?:here(?!['’]?s?\s+(?:is|are|in))|is\smy\sname|speaking|is\sthe\sname|again)\b",
    re.IGNORECASE,
)
AFTER_CAPITAL = re.compile(
    r",?\s(?:from|said|told|promised|called|wrote|ordered|bought|has|was|does|did|asked|got|picked|took|signed|sent|paid|lives|wants|never|and\s[A-Z])\b"
)
# Behind a word that no dictionary has, with a capital, at the start of a sentence.
AFTER_UNKNOWN = re.compile(
    r"""\s*(?:$|\n) | \s?[,:]\s | ,?\s(?:said|says|told|promised|called|wrote|ordered|asked|signed|lives|paid|emailed
    |bought|picked|took|wants|wanted|sent|got|never|already|from\s(?:your|the)|is\s(?:on|my|the|at|waiting))\b""",
    FLAGS,
)
# Before a thing or a place ("the Vertuo", "in Karlstad").
THINGS_AND_PLACES = words_in("in near the a an my our your this that these those via at into around of")
FRENCH_ARTICLES = words_in("de du des la le les")
PARTICLES = words_in("""van von de der den del della di da dos du la le el al bin ben ibn zu zur ter ten av af y""")
# How family names end and words do not; asked only of words that no dictionary has.
SURNAME_ENDING = re.compile(
    r"""(?:mc|o['’])\w{4,}$|\w{2}(?:sson|[bdlnrst]sen|[wcnl]ski|[wcnl]ska|sky|wicz|[oa]vic|czyk|oglu|poulos|poulou|idis|adis|akis|enko|chuk|czuk
    |[dklnrt]ova|escu|mann|qvist|quist|strom|gaard|berg|huis|stra|veld|meyer|meier|maier|hofer|etti|[nr]dez|nchez|tinez|shvili
    |nathan|murthy|swamy)$""",
    re.VERBOSE,
)
# How English words end, so that what ends so is rather a slip of the pen.
ENGLISH_ENDING = re.compile(r"(?:ed|ing|ly|ful|ous|able|ible|ish|less|ness|tion|ally|ment|'s|n't|'ve|'ll|'re|'d|nt)$")
WITH_CAPITAL = re.compile(
    r"(?:Mc|Mac|[A-Z]['’])?[^\W\d_][^\W\d_A-Z]+(?:['’-][^\W\d_]+)*"
)  # no abbreviation, no "iPhone"
# No part of a name, with or without a capital ("Anna Here").
STOPS = words_in(
    """i a an the and or but if so is are was were be am my your his her our their its it he she we they you me him
    us them not no yes of to in on at by for from with as has have had do does did will would can could here there
    this that again please thanks thank hi hello wants want said says order number phone email mail address name too
    also who what when where why how now just still very speaking bought ordered called told and und"""
)
PAUSES = words_in(
    """because so but since when which if then today yesterday please pls thanks for about on not was will would
    said to here from again speaking and in at is has or who btw she he they too pays"""
)
# What "it's" says of the day, the weather or the thing rather than of a person, and what a colour or flavour is called.
NOT_AFTER_IT = words_in(
    """april august autumn june july may summer sunday sunny winter dawn sky storm rain gold amber red violet olive ruby
    rusty sandy odd merry chance norm rich gray honey tea ginger hazel basil precious destiny princess prince bent frank
    per else can will van mat mats till lone rose-gold stone clay chip jewel comfort liberty victory charity blessing"""
)
# Behind "my wife" a verb or little word, though it is a name too.
NOT_BEHIND_KIN = words_in("will can may van per else till drew bent sue don thi hoa")
# Names in writing without capitals: what stands behind "my name is", or is the whole message.
OTHER_SCRIPTS = re.compile(
    r"(?:我叫|我的名字是|我姓|名字叫|名字是)\s?(?P<han>[\u4e00-\u9fff]{2,4})"
    r"|(?<!\w)(?:اسمي|انا اسمي|اسمي هو)\s(?P<arabic>[\u0621-\u064a]+(?:\s[\u0621-\u064a]+)?)"
    r"|\A\s*(?P<alone>[\u4e00-\u9fff]{2,3}|[\u0621-\u064a]{3,}(?:\s[\u0621-\u064a]{3,}){0,2})\W*\Z"
)
OTHER_GREETINGS = words_in(
    "你好 您好 谢谢 是的 不是 咖啡 退款 订单 再见 好的 没有 شكرا مرحبا نعم اهلا قهوة طلب السلام عليكم"
)
BEFORE_PLACE = words_in("in to from near at via")
