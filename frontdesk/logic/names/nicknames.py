"""Given names that are said and written for one another: Bill is William's record more often than not."""

from functools import cache

_SAME = """
abigail abby gail; albert al bert; alexander alex sasha; alexandra alex sandra sasha; alfred al fred;
andrew andy drew; anthony tony; barbara barb babs; benjamin ben; catherine katherine kathryn kate kathy
cathy katie; charles charlie chuck; christina christine chris tina; christopher chris; daniel dan danny;
david dave; deborah debra deb debbie; donald don; dorothy dot dottie; edward ed eddie ted; eleanor ellie
nora; elizabeth liz beth betty eliza lisa; eugene gene; francis frank; frederick fred; gerald gerry
jerry; gregory greg; harold harry hal; henry hank harry; jacob jake; james jim jimmy jamie; janet jan;
jeffrey jeff; jennifer jen jenny; jessica jess; john jack johnny jon; jonathan jon; joseph joe; joshua
josh; kenneth ken; lawrence larry; leonard len leo; margaret maggie meg peggy; matthew matt; michael mike
mick; nathaniel nathan nate; nicholas nick; pamela pam; patricia pat patty tricia; patrick pat; peter
pete; philip phil; rebecca becky; richard rick dick rich; robert bob rob bobby; ronald ron; samuel sam;
samantha sam; stephen steven steve; susan sue susie; theodore ted theo; theresa teresa terry; thomas tom;
timothy tim; victoria vicky; vincent vince; walter walt; william bill will billy; zachary zach
"""


@cache
def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for group in _SAME.replace("\n", " ").split(";"):
        every = frozenset(group.split())
        for name in every:
            found[name] = found.get(name, frozenset()) | every
    return found


def nicknames(given: str) -> frozenset[str]:
    """Every name that may stand for a folded given name, itself included."""
    return _groups().get(given, frozenset()) | {given}
