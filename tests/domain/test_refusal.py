"""A no is only kind with a reason, an alternative and a next step."""

from bot.domain.refusal import Instead, Part, Refusal, Words, missing

REASON, WAY_ON = {Part.REASON}, {Part.ALTERNATIVE, Part.NEXT_STEP}


def test_a_bare_no_owes_the_rest():
    assert missing([REASON]) == WAY_ON
    assert missing([REASON, {Part.ALTERNATIVE}]) == {Part.NEXT_STEP}
    assert missing([REASON, WAY_ON]) == set()


def test_what_says_no_to_nothing_owes_nothing():
    assert missing([set(), {Part.ALTERNATIVE}]) == set()


def test_alternatives_stand_closest_first_with_why():
    instead = (Instead("Hazelnut", "sweet and nutty, too", "/tap"), Instead("steel"))
    first, second = Refusal(Words("utter_no", {"product": "vanilla"}), Words("utter_way_on"), instead).words
    assert first == Words("utter_no", {"product": "vanilla"})
    assert second.values["alternatives"] == "• Hazelnut: sweet and nutty, too\n• steel"
