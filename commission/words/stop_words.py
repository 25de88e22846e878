"""The small words of each language: those that join and point, and say nothing of what a text is about.

Folded, as in the index. No word is here that could be what someone looks for:
not the month of May, not a name, not "against".
"""

_AZERBAIJANI = """
    ve ya veya yaxud ki da de ise ile amma lakin ancaq yalniz cunki eger hetta hem hemcinin habele ne o bu men sen
    biz siz onlar bunlar onu onun ona onda ondan onlari onlarin onlara onlarda onlardan bunu bunun buna bunda bundan
    meni menim mene mende menden seni senin sene bizi bizim bize bizde bizden sizi sizin size sizde sizden
    ozu ozunu ozunun oz hemin her hec hansi nece niye kim kimi ucun gore uzre qeder barede haqda haqqinda daha en cox
    bele ele idi imis var deyil olan olaraq olub etdi edir edib eden bir artiq hele yene
    nin nun in un dan den a e ye i u ni nu si ci cu li lu lar ler la le dir dur dek na nda nde ndan nden
"""
_ENGLISH = """
    a an the and or but nor so if then than that this these those there here as at by for from in into of off on onto
    out over to up upon with within without via per about i me my mine we our ours you your yours he him his she her
    hers it its they them their theirs who whom whose which what when where why how am is are was were be been being
    do does did done has have had having can could would should shall not no yes also only very too such both each
    any some other own same s t d ll re ve
"""
_RUSSIAN = """
    и а но или либо да же ли бы б ж то не ни что чтобы как так также тоже если когда где куда откуда потому поэтому
    в во на с со к ко у о об обо от до из за по под над при про для без через между перед я ты он она оно мы вы они
    меня мне мной тебя тебе его ему им ее ей ею нее ней нас нам нами вас вам вами их ими них ним ними него нему нем мой
    моя мое мои наш наша наше наши ваш ваша ваше ваши свой своя свое свои этот эта это эти этого этой этом этих тот
    та те того той том тех кто кого кому чем чего чему который которая которое которые которых которого которой весь
    вся все всех есть был была было были быть будет будут уже еще лишь только очень вот там тут здесь
"""

SMALL = {
    "az": frozenset(_AZERBAIJANI.split()),
    "en": frozenset(_ENGLISH.split()),
    "ru": frozenset(_RUSSIAN.split()),
}
