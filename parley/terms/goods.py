"""What goods are called in a title: a name that holds for all of them, or none."""

import re

from parley.terms import small

MOST_WORDS = 6  # of a name
SPECIAL = "98"  # from here on no chapter is one of goods
# What people call goods whose wording in the Harmonized System begins with something else: tricycles, accumulators.
EVERYDAY = {
    "1201": "soybeans",
    "1905": "bakery products",
    "2208": "spirits",
    "2709": "crude oil",
    "270900": "crude oil",
    "2710": "refined oil products",
    "2711": "petroleum gases",
    "3002": "blood products and vaccines",
    "300215": "packaged immunological products",
    "3004": "packaged medicines",
    "300490": "some packaged medicines",
    "4011": "new tyres",
    "401110": "new car tyres",
    "401120": "bus and truck tyres",
    "4202": "bags and cases",
    "6109": "T-shirts and vests",
    "610910": "cotton T-shirts and vests",
    "6110": "knitted jerseys and similar",
    "6403": "leather footwear",
    "6601": "umbrellas",
    "7108": "gold",
    "710812": "unwrought gold",
    "7113": "jewellery",
    "711319": "some jewellery",
    "7115": "articles of precious metal",
    "730890": "iron or steel structures",
    "7323": "iron or steel housewares",
    "732393": "stainless-steel household articles",
    "732690": "iron or steel articles",
    "740311": "copper cathodes",
    "8411": "jet engines and turbines",
    "8415": "air conditioners and parts",
    "8418": "refrigerators, freezers, heat pumps",
    "841810": "combined refrigerator-freezers",
    "844399": "printer and copier parts",
    "8450": "washing machines",
    "8471": "computers",
    "847130": "portable computers",
    "847150": "computer processing units",
    "847170": "computer storage units",
    "8473": "computer and office-machine parts",
    "847330": "computer parts",
    "8481": "taps and valves",
    "848180": "some taps and valves",
    "8507": "rechargeable batteries",
    "850760": "lithium-ion batteries",
    "8516": "electric heating appliances",
    "8517": "telephones and network equipment",
    "851713": "smartphones",
    "851762": "network equipment",
    "8518": "audio equipment",
    "851830": "headphones and earphones",
    "852351": "solid-state storage devices",
    "8528": "monitors and television sets",
    "852872": "television sets",
    "8537": "electrical control panels",
    "853710": "some electrical control panels",
    "8541": "semiconductor devices",
    "854143": "solar panels",
    "854231": "processors and controllers",
    "8544": "insulated wire and cable",
    "870121": "some road tractors",
    "8703": "cars",
    "870322": "some petrol cars",
    "870323": "some petrol cars",
    "870324": "some petrol cars",
    "870340": "hybrid cars",
    "870360": "plug-in hybrid cars",
    "870380": "electric cars",
    "8704": "trucks",
    "870421": "some trucks",
    "870431": "some trucks",
    "8708": "vehicle parts",
    "870830": "vehicle brakes and parts",
    "870840": "vehicle gear boxes",
    "870899": "other vehicle parts",
    "8802": "aircraft and spacecraft",
    "880240": "large aircraft",
    "8806": "drones",
    "8807": "aircraft parts",
    "880730": "some aircraft parts",
    "9018": "medical instruments",
    "901890": "some medical instruments",
    "9401": "seats",
    "9403": "other furniture and parts",
    "940320": "some metal furniture",
    "940360": "some wooden furniture",
    "9503": "toys",
    "950300": "toys",
    "950450": "video game consoles",
}
# Chapters whose wording begins with the least of what they hold, or with a list.
CHAPTERS = {
    "01": "live animals",
    "02": "meat and offal",
    "03": "fish and shellfish",
    "04": "dairy, eggs and honey",
    "05": "other animal products",
    "06": "live plants and flowers",
    "07": "vegetables, roots and tubers",
    "09": "coffee, tea and spices",
    "11": "flour, malt and starches",
    "12": "oil seeds and fodder",
    "13": "gums and resins",
    "14": "vegetable plaiting materials",
    "15": "fats and oils",
    "16": "prepared meat and fish",
    "19": "cereal and bakery products",
    "20": "prepared vegetables and fruit",
    "23": "animal feed and residues",
    "24": "tobacco and nicotine products",
    "25": "salt, stone and cement",
    "27": "mineral fuels and oils",
    "32": "dyes, paints and inks",
    "33": "essential oils and cosmetics",
    "34": "soaps, waxes and detergents",
    "35": "starches, glues and enzymes",
    "36": "explosives and matches",
    "37": "photographic and film goods",
    "38": "other chemical products",
    "41": "raw hides and leather",
    "42": "leather goods and handbags",
    "43": "furskins and artificial fur",
    "44": "wood and wood articles",
    "45": "cork and cork articles",
    "46": "basketware and plaited goods",
    "47": "pulp and recovered paper",
    "48": "paper and paperboard",
    "49": "printed matter",
    "51": "wool and animal hair",
    "53": "other vegetable textile fibres",
    "54": "man-made filaments",
    "56": "wadding, yarns and ropes",
    "57": "carpets and floor coverings",
    "58": "special fabrics and lace",
    "59": "coated textile fabrics",
    "60": "knitted or crocheted fabrics",
    "61": "knitted or crocheted clothing",
    "62": "clothing, not knitted",
    "63": "other made-up textile articles",
    "66": "umbrellas and walking-sticks",
    "67": "feathers and artificial flowers",
    "68": "stone and cement articles",
    "71": "precious metals and stones",
    "81": "other base metals",
    "82": "tools and cutlery",
    "83": "other base-metal articles",
    "84": "machinery and mechanical appliances",
    "85": "electrical machinery and equipment",
    "86": "railway equipment",
    "87": "road vehicles and parts",
    "88": "aircraft, spacecraft and parts",
    "89": "ships and boats",
    "90": "optical and medical instruments",
    "94": "furniture, bedding and lamps",
    "95": "toys and sports goods",
    "96": "other manufactured articles",
    "97": "art and antiques",
    "98": "goods under special US provisions",
    "99": "special US provisions",
}
# First words of what limits the goods named before it; any other names goods of its own.
LIMITS = (
    *("of", "for", "with", "without", "in", "by", "from", "to", "on", "as", "not", "other than", "except", "excluding"),
    *("including", "whether", "containing", "consisting", "comprising", "having", "exceeding", "weighing", "being"),
    *("used", "suitable", "designed", "principally", "incorporating", "n.e.c", "put up", "packaged", "fitted", "which"),
)
LIMIT = re.compile(rf"(?:{'|'.join(map(re.escape, LIMITS))})\b", re.IGNORECASE)
NO_LIMIT = ("whether", "including")  # these leave the goods as many as they are
PARTS = re.compile(r"parts(?: and accessories)?")


def named(code: str, wording: str, most: int = MOST_WORDS) -> str:
    """Goods in a title, with their code: ``lithium-ion batteries (HS 8507.60)``; ``HS 7208.39`` without a name."""
    name = noun(code, wording, most)
    return f"{name} (HS {dotted(code)})" if name else f"HS {dotted(code)}"


def dotted(code: str) -> str:
    """A code as the tariff schedule prints it: 8507.60.0010."""
    return ".".join(part for part in (code[:4], code[4:6], code[6:]) if part)


def in_pairs(code: str) -> str:
    """A code with the statistical suffix apart, as lists of lines have it: 8507.60.00.10."""
    return ".".join([code[:4], *(code[i : i + 2] for i in range(4, len(code), 2))])


def noun(code: str, wording: str, most: int = MOST_WORDS) -> str:
    """Goods of a code in a title: ``lithium-ion batteries``, ``some medicaments``; empty where no short name is true.

    Their everyday name, else the wording of the Harmonized System where it is short. Where it limits the goods it
    begins with, these are ``some`` of them. Where later words name other goods, as in ``Steel, stainless; table,
    kitchen and other household articles``, the first alone would be another thing.
    """
    everyday = EVERYDAY.get(code[:6]) or CHAPTERS.get(
        code if len(code) == 2 else code[:2] if code >= SPECIAL else "", ""
    )
    if _short(everyday, most):
        return everyday
    clauses = [clause for part in wording.split(";") if (clause := _plain(part))]
    if not clauses:
        return ""
    if len(code) == 2:  # of which no name stands above: what it begins with holds what follows
        return _short(_cut(clauses[0])[0], most)
    first, *others = [_cut(clause) for clause in clauses]
    is_part = first[1] or any(limited for _, limited in others)
    kept = [words for words, _ in others if words]
    name = ", ".join([first[0], *kept])
    if kept and PARTS.match(kept[0]):
        name = kept[0] if kept[0].startswith("parts of ") else f"{kept[0]} of {first[0]}"
    if "parts" in " ".join(clauses) and "parts" not in name:
        return ""
    return _short(f"some {name}" if is_part else name, most)


def _plain(clause: str) -> str:
    """A clause without what stands in brackets, and without the parts of the goods it names."""
    words = " ".join(re.sub(r"\([^)]*\)?", "", clause).split()).removesuffix(" and parts thereof").strip(" ,")
    return small(words)


def _cut(clause: str) -> tuple[str, bool]:
    """A clause up to the first comma before what limits it, empty where it is a limit itself; whether it is limited."""
    parts = [part.strip() for part in clause.split(",") if part.strip()]
    limits = [limit.group().lower() if (limit := LIMIT.match(part)) else "" for part in parts]
    end = next((place for place, limit in enumerate(limits) if limit), len(parts))
    return ", ".join(parts[:end]), any(limit not in NO_LIMIT for limit in limits[end:])


def _short(name: str, most: int) -> str:
    return name if len(name.split()) <= most else ""
