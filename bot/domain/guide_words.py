"""What customers say in the middle of a guide that is no answer to its step, as patterns over plain small letters."""

import re
from enum import StrEnum


class Saying(StrEnum):
    """Not what the step shows, but where to go with it."""

    BACK = "back"
    REPEAT = "repeat"
    RESTART = "restart"
    LATER = "later"
    GO_ON = "go_on"
    CANNOT = "cannot"
    TRIED = "tried"  # this step was done before, and did not help
    DONE = "done"  # this step is done now; nothing is said of what came of it
    SOLVED = "solved"  # whatever the step was about


def _any_of(phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{phrases.strip().replace(chr(10), '')})\b")


_BEGINNINGS = r"(?:(?:can|could) (?:you|we) |please |ok |okay |oh |wait |sorry |hm |no |and )*"
_ENDINGS = r"(?: please| thanks| thank you| for me)*"


def _command_of(phrases: str) -> re.Pattern[str]:
    return re.compile(f"{_BEGINNINGS}(?:{phrases.strip().replace(chr(10), '')}){_ENDINGS}")


# Whole messages, without capitals and apostrophes.
COMMANDS = {
    Saying.BACK: _command_of("""
(?:go |step |one step |take me |lets go )?back(?: one)?(?: a)?(?: step)?|(?:the )?(?:previous|last)
(?: step| one| question)|undo
"""),
    Saying.REPEAT: _command_of("""
repeat(?: that| it)?|(?:say|tell me) (?:that|it) again|once more|again|what did you say|what was that|come again
|pardon|which step(?: was that)?
"""),
    Saying.RESTART: _command_of("""
start (?:over|again|from the (?:start|beginning|top))|from the (?:start|beginning)|restart
"""),
    Saying.GO_ON: _command_of("""
(?:lets |we can |i want to |can we )?(?:go on|continue|carry on|resume|proceed)(?: now| then| here)?
|(?:im|i am) (?:ready|back|home)(?: now| again)?|ready(?: now)?|where were we|back again
"""),
}
LATER = _any_of(r"""
later|tomorrow|tonight|this (?:afternoon|evening|weekend)|not (?:right )?now|another (?:time|day)|no time
|when (?:i|im|i am|ill be) (?:get |come |am )?(?:home|back)|(?:have|need|got) to (?:go|leave|run)|gotta go
|not at home|at work|on my way|(?:give|gimme) me (?:a|one|some|\d+)|gimme
|(?:one|just a|(?<!for )a) (?:moment|minute|sec|second)
|h[ao]ng on|hold on|brb|be right back|let me (?:try|check|look|see|do)
|(?:ill|i will) (?:try|check|look|do) (?:that|it|this)|will (?:try|do|check)
|minutes (?:to go|left)|still running|trying(?: it)? now|moment please
""")
CANNOT = _any_of("""
cannot|cant|can not|unable|(?:dont|do not) (?:have|own|want|dare|feel)|(?:have|got|havent|havent got) (?:no|none|any)
|(?:i|we) wont|rather not|skip|next(?: step)?|leave (?:it|that) out
|too (?:hard|difficult|complicated|dangerous)|not able
""")
ALREADY = _any_of(r"""
already|before|yesterday|earlier|last (?:week|night|month)|(?:two|three|many|several|\d+) times|twice|ages ago
|beforehand|first thing
""")
DID_IT = _any_of("""
done|did (?:it|that|this|so|all)|finished|tried (?:it|that|this)|checked(?: it| that)?|(?:ive|i have) (?:tried|checked)
""")
YES_OR_NO = re.compile(r"(?:yes|yeah|yep|yup|no|nope|nah)\b")
SENTENCE = re.compile(r"[.!?;,\n]+")
# "Fresh milk didn't help" says that it was tried.
IN_VAIN = re.compile(
    r"\b(?:did(?:n'?t| not)|does(?:n'?t| not)|has(?:n'?t| not)) (?:help|work|change|fix|solve|make|do|bring)\w*"
    r"(?: (?:a difference|anything|it|much|at all))*",
    re.IGNORECASE,
)
WISH = re.compile(
    r"\b(should|shall|must|need to|want to|have to|how (?:do|can|to)|can i|do i|will|going to|ill|supposed to)\b",
    re.IGNORECASE,
)

# What says of any step that it helped, or that it did not; in clauses, so "not great" is not "great".
FINE = """
great|perfect|wonderful|brilliant|beautiful|lovely|hooray|yay|excellent|awesome|fantastic|much better|way better|works
|it works|working again|fixed|solved|like new|that helped|that did it|that did the trick|problem solved
|good now|fine now|all good|back to normal
""".replace("\n", "").split("|")
VAIN = """
no change|nothing changed|not changed anything|did not change|no difference|no better|not better|not helped|did not help
|no luck|no effect|no use|no improvement|same story|same problem|same thing|the same|same as before|unchanged|still not
|not working|does not work|did not work|not fixed|nothing happened
""".replace("\n", "").split("|")
