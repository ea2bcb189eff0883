"""What the judge looks for in English drafts; see ``lexicon_fr``."""

from __future__ import annotations

_WE = r"(?:we|i)"
_WILL = rf"(?:{_WE}(?:'ll| will| shall| can| are going to|'re going to| want to| would like to|'d like to| promise to| aim to))(?: also| now| gladly| happily| make sure (?:to|that we))?"
_OUTCOMES = r"(?:refund|compensate|reimburse|replace|credit|resolve|fix|solve|repair|correct|sort (?:this|that|it|everything) out|make (?:this|it|things) right|put (?:this|it|things) right|restore|send you a|offer you|give you a|waive|upgrade)"

FAULTS: dict[str, tuple[str, ...]] = {
    "commitment": (
        rf"\b{_WILL} {_OUTCOMES}\b(?! the wait)",
        rf"\b{_WE} (?:guarantee|promise|assure you|commit to|ensure you|undertake)\b",
        r"\byou(?:'ll| will) (?:be (?:refunded|compensated|credited|reimbursed|contacted|sent|hearing)|receive|get (?:a|your|the)|have (?:a|your) (?:refund|replacement))\b",
        r"\b(?:will|shall|to) be (?:fully |promptly |quickly )?(?:refund|replac|resolv|fix|credit|compensat|reimburs|sort|correct|ship|deliver|process)\w*",
        r"\b(?:a|your|the|full) (?:refund|replacement|credit|voucher) (?:is on|will|has been|shall|awaits|should)\b|\bas a (?:gesture|token) of|\bgoodwill gesture|\bdiscount code|\bvoucher for|\bfree of charge\b|\bon the house\b|\bat our (?:expense|cost)\b|\b\d+ ?% off\b",
        r"\bwithin (?:the next )?(?:\w+ )?(?:\d+|two|three|five|twenty-four|forty-eight|a few|ten) (?:working |business )?(?:hours?|days?|weeks?|minutes?)\b|\bin the next (?:\d+|few|two|three) (?:hours?|days?)",
        r"\b(?:we|will|team|someone|i)\b[^.]*\b(?:as soon as possible|asap|right away|straight ?away|immediately|by (?:tomorrow|tonight|the end of)|shortly|very soon|promptly)\b",
        r"\b(?:won't|will not|never) happen again|\bmake sure (?:this|it|that) (?:doesn't|does not|never|won't)|\brest assured|\byou can be (?:sure|certain)|\bget (?:this|it|that) (?:sorted|resolved|fixed)|\bhave (?:this|it) (?:sorted|resolved|fixed)|\bmake (?:this|it|things) (?:right|up to you)|\bput (?:this|it|things) right\b",
        r"\b(?:our (?:fault|mistake|error|negligence)|we (?:are|were) (?:fully |entirely )?(?:responsible|at fault|to blame|liable)|mistake on our (?:part|side|end)|error on our (?:part|side|end)|we (?:should have|made (?:a|an) (?:mistake|error)))\b",
    ),
    "action": (
        rf"\b{_WE}(?:'ve| have) (?:already |now |also |just |since |immediately )*(?!(?:read|received|heard|noted|seen|understood|learned|learnt|been|had|to|a|no|every|not|taken (?:note|in|on board|your)|got|the|enjoyed|loved)\b)\w+(?:ed|en|t|ne|de|d|nt|ight)\b",
        rf"\b{_WE} (?:already |just |immediately |promptly )?(?:contacted|checked|forwarded|escalated|passed|investigated|opened|reported|alerted|informed|reviewed|refunded|asked|spoke|notified|raised|logged|sent|processed)\b",
        r"\b(?:has|have) (?:now |already )?been (?:passed|forwarded|escalated|refunded|resolved|fixed|logged|reported|notified|informed|sent|shared|raised|processed|investigated|addressed|issued)\b",
        r"\b(?:we're|we are|i'm|i am|our (?:team|engineers|technicians|specialists|staff)\b[^.]{0,20}(?:is|are)) (?:currently |now |already |actively )*(?:working|looking into|investigating|checking|reviewing|processing|dealing|handling|addressing|taking (?:steps|action|measures)|resolving|fixing|in the process)\b",
        r"\bis (?:currently |now )?(?:being|under) (?:review\w*|investigat\w*|processed|handled|looked)",
    ),
    "fact": (
        r"\bdue to (?:a|an|the|high|unforeseen|heavy|some|our)\b|\bbecause of (?:a|an|the|high|our)\b|\bcaused by\b|\bthis (?:was|is) because\b|\bas a result of\b|\bthe reason (?:is|was|for)\b|\bthis can (?:happen|occur)\b|\b(?:might|may|could) be (?:that|due|because|caused)\b",
        r"\bour policy\b|\bin accordance with\b|\bour terms\b|\baccording to our\b|\bas per our\b",
        r"\bwe (?:always |also |only |do )?(?:deliver|ship|sell|make|manufacture|accept|charge|use|test|inspect|offer (?!our (?:sincere |sincerest |heartfelt )?apolog|you our apolog|it\b|it sincerely|them)|provide|stock|employ|train|partner)\b",
        r"\bour (?:products|items|lamps|shops|stores|prices|rates|fares|packaging|deliveries|offers|devices|app|website|flights|trains) (?:are|is|have|has|remain|comply|last|cost)\b|\bour (?:shops|stores|offices) (?:open|close)|\b(?:the|our) (?:warranty|guarantee|delivery) (?:is|lasts|covers|costs)\b",
        r"\b(?:is|are) (?:completely |always |now )?(?:free\b(?! to)|included|available (?:in|on|at|from|for)|covered)",
        r"(?<!time )(?<!that )\byour (?:order|parcel|package|refund|account|payment|flight|case|booking|bill|subscription) (?:is|has|was|will|should|left|arrives)\b",
        r"\byou (?:can|will|'ll) find (?:it|this|them|more|the|these)\b|\b(?:try (?:restarting|clearing|updating|reinstalling|resetting)|restart your|reset your|go to settings|click (?:on|here)|tap on|update (?:to|your)|clear your (?:cache|cookies)|reinstall|log out and)\b",
    ),
    "blame_refusal": (
        r"\byou (?:should have|could have|ought to have|failed|forgot|neglected|didn't (?:read|follow|check|provide|specify)|did not (?:read|follow|check|provide|specify)|must have|misunderst\w+|are (?:mistaken|wrong|incorrect))\b",
        r"\b(?:that|this|it)(?:'s| is) (?:not true|untrue|false|incorrect|your (?:fault|responsibility))|\byour (?:own )?(?:fault|mistake|error|behaviou?r|tone|attitude|impatience)\b|\bcontrary to what you|\bit(?:'s| is) (?:up to you|your responsibility)|\buser error|\bmisuse\b",
        r"\b(?:we|i)(?:'re| are|'m| am)? (?:cannot|can't|can not|unable to|not able to|won't|will not|refuse|regret that we cannot|decline)\b(?! (?:thank you enough|imagine|wait|ignore|say how|express|stress|discuss (?:this|it|details|personal)|talk about (?:this|it|your)|go into|put into words))",
        r"\b(?:nothing (?:we can|i can|more we)|not (?:our (?:fault|responsibility|problem)|responsible|liable)|no responsibility|out of our (?:control|hands)|beyond our control|impossible (?:to|for us))\b",
        r"\b(?:calm down|be (?:polite|respectful|patient)|lying|liar|defam\w+|you(?:'re| are) exaggerating|watch your)\b",
        r"\b(?:as an ai|language model|virtual assistant|artificial intelligence)\b",
    ),
    "as_customer": (
        r"\bmy (?:order|parcel|package|account|bill|router|connection|refund|subscription|phone|money|line|contract|lamp|delivery|payment|purchase|internet|flight|bag|luggage|booking|booth|wife|husband|son|daughter|laptop|card|seat|train)\b",
        r"\bi(?:'ve| have)? (?:ordered|bought|received|paid|waited|called|been waiting|been charged|was charged|cancelled|returned|lost|still haven't)\b|\bi want (?:a|my) (?:refund|money|replacement)|\bi(?:'m| am) (?:so |very |really )?(?:disappointed|disgusted|furious|angry|a (?:loyal |long-time )?customer)\b|\bi (?:don't|do not) (?:want|have|get)\b",
        r"\bwe(?:'re| are| have been|'ve been) (?:customers?|disappointed (?:with|by|in) your|disgusted|furious|waiting for (?:our|your) (?:order|delivery|refund|parcel|package))|\bwe (?:ordered|bought|paid|were charged|cancelled)\b",
        r"\bour (?:order|parcel|refund|booking|flight home)\b|\bwhen (?:will you|are you going to)\b|\bwhat are you (?:doing|going to do)\b|\bgive (?:us|me) (?:our|my) money\b",
    ),
    "insult": (
        r"\b(?:horribl\w*|horrid|awful|terribl\w*|worst|crap\w*|shit\w*|scam\w*|thie(?:f|ves)|fraudsters?|useless|pathetic|joke|ridiculous|disgust\w*|garbage|trash\w*|rubbish|suck\w*|idiot\w*|stupid\w*|moron\w*|clowns?|incompeten\w*|abysmal|atrocious|appalling|disgrace\w*|shambles|hell|damn|bullshit|wtf|dumb|liars?|crooks?|cowboys|lousy|shameful|dreadful|nightmare|fuck\w*|bloody|greedy|cheats?|robbery|rip-?off)\b",
    ),
    "roles": (
        r"\byour (?:customer (?:service|care|support)|support (?:team|staff)|staff|agents?|employees|company|business|drivers?|couriers?|store staff|shop assistants?|technicians?|helpdesk|(?:\w+ )?website|call cent(?:re|er)|brand|charter)\b",
        r"\bwe (?:had to wait|were (?:charged|kept waiting|left|ignored|hung up)|have been (?:charged|kept|ignored|waiting|overcharged)|have waited)\b",
        r"\b(?:sorry|regret|apologise|apologize)\b[^.]*\b(?:that we (?:didn't receive|haven't received|are (?:disappointed|unhappy)|were disappointed|never received)|for your (?:incompetence|poor service|lack of|delay in|mistake))",
        r"\bthank(?:s| you) for (?:delivering|refunding|charging|keeping us waiting|helping me)\b|\bwe (?:appreciate|enjoyed) your (?:excellent |great )?(?:service|product)\b",
    ),
    "conditional_apology": (
        r"\b(?:sorry|apologi[sz]e|apolog(?:y|ies)|regret|forgive)\b[^.;:!?\n]*\bif\b(?! (?:you(?:'d| would) (?:like|prefer|rather)|you (?:wish|like|prefer|want|can|could)))",
        r"\bif (?:you (?:were|felt|feel|have been|had|experienced|found)|we (?:have|caused|upset|let|did)|this|our|anything|that)\b[^.;:!?\n]*\b(?:sorry|apologi[sz]e|apologies|apology|regret)",
        r"\b(?:sorry|apologi[sz]e|apolog(?:y|ies)|regret)\b[^.;:!?\n]*\b(?:any (?:inconvenience|trouble|upset|confusion|disappointment|frustration|distress|delay|issues?|problems?)|may have|might have|in case|should you have)",
    ),
    "address": (r"\b(?:dude|mate|bro|buddy|darling|sweetie|pal|guys|ya|luv|hun|u(?!\.)|ur)\b",),
}

SELLING = r"\b(?:check out our|discover our|new collection|promo code|leave (?:us )?a review|rate us|five[- ]star|recommend us|tell your friends|special offer|shop now|don't miss|as a reward|spread the word)\b"

MOVES: dict[str, str] = {
    "greet": r"^\W*(?:hello|hi|hey|dear|good (?:morning|evening|day|afternoon))\b",
    "thank": r"\b(?:thank\w*|grateful|gratitude|appreciate)\b",
    "apologise": r"\b(?:sorry|apolog\w*|forgive|regret\w*|pardon)\b",
    "acknowledge": r"\b(?:understand\w*|realise|realize|imagine|hear\b|heard|appreciate how|see (?:why|how)|frustrat\w*|disappoint\w*|upset\w*|read your|aware|recognise|recognize|annoy\w*|worr\w*|sadden\w*|touched)\b",
    "private_path": r"\b(?:in private|privately|private message|direct message|\bdm\b|dms|pm us|write to us|call us|reach us|reach our|reach out to|get in touch|contact us|contact our|send us|drop us|message us|email us|e-mail us|talk it through|talk this through|on the phone|by (?:phone|email|e-mail)|directly|share the details|contact details)\b",
    "invite": r"\?|\b(?:write to us|let us know|tell us|call us|get in touch|contact us|send us|share|reply|drop us|feel free|please)\b",
    "next_step": r"\b(?:next|going forward|we(?:'ll| will| would like to|'d like to| want to| hope to)|look into|follow up|step|from there|together|one of us|someone)\b",
    "explain": r"\b(?:because|since|due to|reason|explain\w*)\b",
    "close": r"\b(?:see you|regards|listening|wishes|have a|look forward|looking forward|all the best|take care|soon|goodbye|at your (?:service|disposal)|here (?:for you|to help|if)|welcome you|yours (?:truly|sincerely|faithfully)|kindly|warmly|enjoy|door (?:is|stays|remains))\b",
}

THINGS: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:parcel|package|courier|deliver(?:y|ies))\b",
        r"late\b|wait|weeks|parcel|packag|courier|deliver|ship|arriv|order|post|box|driver|porch|door",
    ),
    (r"\b(?:your|the|this|that|a) refund\b", r"refund|money|reimburs|return|sent .{0,20}back|credit"),
    (
        r"\b(?:bill(?:ing)?|invoice|double charge|charged)\b",
        r"bill|charg|invoice|paid|pay|fee|debit|price|cost|twice|[£$€]",
    ),
    (r"\b(?:technician|engineer|appointment)\b", r"technician|engineer|appointment|visit|install|slot|book"),
    (
        r"\b(?:flight|luggage|baggage|boarding)\b",
        r"fl(?:y|ight|ew|ying)|plane|airport|luggage|bag|gate|board|seat|airline|trip|travel",
    ),
    (r"\b(?:room|hotel|stay)\b", r"room|hotel|stay|bed|book|check.?in|night"),
    (
        r"\b(?:meal|food|dish)\b",
        r"food|meal|eat|taste|restaurant|order|burger|pizza|burrito|coffee|drink|chips|hair|menu|lunch|dinner",
    ),
    (
        r"\b(?:internet|broadband|router|connection)\b",
        r"internet|broadband|wi-?fi|router|connect|online|signal|network|server|data|down|slow",
    ),
    (
        r"\b(?:shop|store) (?:assistant|staff)\b|\bin (?:the|our) (?:shop|store)\b",
        r"shop|store|assistant|staff|till|queue|manager|branch|rep\b",
    ),
    (r"\bbattery\b", r"batter|charg|drain|power"),
)
"""What a reply to a complaint may speak of only when the comment does: (what the reply says, what the comment must say)."""
